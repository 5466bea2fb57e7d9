/**
 * The embeddable part of the workbench: an editor in which a reader paints confidence on the frames of a series, and
 * the palette that goes with it. Fits into any Eclipse RCP application; nothing here needs the Credence desktop.
 *
 * <pre>
 * series + annotation -&gt; SeriesEditorInput -&gt; ConfidenceEditor
 * palette view, keys  -&gt; PaintPalette      -&gt; ConfidenceEditor -&gt; PaintTool (SPI) -&gt; AnnotationEdit -&gt; undo
 * history model               -&gt; ProbabilityMap    -&gt; ConfidenceEditor.showProposal
 * clicks, boxes       -&gt; Prompt            -&gt; PromptedModel (the host's) -&gt; ProbabilityMap -&gt; proposal
 * </pre>
 *
 * Read {@link org.credence.annotation.ui.SeriesEditorInput} first: it is what a host fills in to open the
 * {@link org.credence.annotation.ui.ConfidenceEditor}. {@link org.credence.annotation.ui.PaintPalette} is the state
 * that the palette view, the key bindings and every editor share; it is an OSGi service.
 *
 * <p>A host adds the view {@value org.credence.annotation.ui.ConfidenceEditor#PALETTE_VIEW_ID} to its perspective and
 * opens the editor {@value org.credence.annotation.ui.ConfidenceEditor#ID}; commands and key bindings come with the
 * bundle, and the host puts the commands into its menus.
 *
 * <p>A host with a model that answers prompts registers an {@link org.credence.annotation.ui.PromptedModel}; the palette has a tool
 * for it then.
 *
 * <p>Threads: everything here lives on the UI thread. Frames are decoded and annotations are saved in Jobs, which work
 * on snapshots.
 *
 * <p>Tests find widgets by {@code widget.getData("org.credence.test.id")}; the ids are listed in
 * {@link org.credence.annotation.ui.WidgetIds}.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.annotation.ui;
