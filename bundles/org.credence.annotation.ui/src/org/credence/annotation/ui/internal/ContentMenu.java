package org.credence.annotation.ui.internal;

import java.util.List;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.imaging.ImageSeries;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Menu;

/** What the active pane can show. UI thread only. */
final class ContentMenu {

    private final EditorBody body;

    ContentMenu(EditorBody body) {
        this.body = body;
    }

    void fill(Menu menu) {
        ImageSeries own = body.input().series();
        List<AnnotationSnapshot> others = body.overlays().others();
        offer(menu, Messages.Show_own, new PaneContent(own, new PaneContent.Own()));
        offer(menu, Messages.Show_bare, new PaneContent(own, new PaneContent.Bare()));
        if (body.input().isBlinded()) {
            Menus.line(menu);
            Menus.push(menu, Messages.Show_blinded, () -> {}).setEnabled(false);
            return;
        }
        offer(menu, Messages.Show_proposed, new PaneContent(own, new PaneContent.Proposed()));
        if (body.proposals().haveDeviations()) {
            offer(menu, Messages.Show_doubt, new PaneContent(own, new PaneContent.Doubt()));
        }
        if (!others.isEmpty()) {
            Menus.line(menu);
            for (AnnotationSnapshot other : others) {
                offer(
                        menu,
                        NLS.bind(
                                Messages.Show_theirs, Menus.plain(other.reader().name())),
                        new PaneContent(own, new PaneContent.Theirs(other)));
            }
            offer(menu, Messages.Show_everyone, new PaneContent(own, new PaneContent.Everyone()));
            offer(menu, Messages.Show_mean, new PaneContent(own, new PaneContent.Map(PaneContent.Map.Kind.MEAN)));
            offer(menu, Messages.Show_spread, new PaneContent(own, new PaneContent.Map(PaneContent.Map.Kind.SPREAD)));
            Menus.line(menu);
            Menus.push(menu, Messages.Show_adjudicate, body::adjudicate);
        }
        List<ImageSeries> series = body.input().companions().series().stream()
                .filter(s -> s != own)
                .toList();
        if (!series.isEmpty()) {
            Menus.line(menu);
            Menu sub = Menus.sub(menu, Messages.Show_series);
            for (ImageSeries s : series) {
                Menus.radio(
                        sub,
                        Menus.plain(EditorTexts.name(s)),
                        body.grid().active().series() == s,
                        () -> body.grid().show(new PaneContent(s, new PaneContent.Bare())));
            }
        }
    }

    private void offer(Menu menu, String text, PaneContent content) {
        Menus.radio(
                menu,
                text,
                body.grid().active().content().equals(content),
                () -> body.grid().show(content));
    }
}
