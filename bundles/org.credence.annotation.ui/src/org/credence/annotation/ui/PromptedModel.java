package org.credence.annotation.ui;

import java.util.List;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;

/**
 * A model that says what readers point at. Implemented by a host that has one, and registered as an OSGi service; without it, the
 * editor has no such tool.
 */
public interface PromptedModel {

    /**
     * What a reader wants to know.
     *
     * @param frame that is pointed at
     * @param pixels of it
     * @param segment the label of what is meant; the answer's map has it
     * @param prompts in their order, at least one, at most one of them a box; an answer before this one was about the same
     *     prompts without the last
     */
    record Question(FrameRef frame, Frame pixels, String segment, List<Prompt> prompts) {
        public Question {
            prompts = List.copyOf(prompts);
            if (prompts.isEmpty()) {
                throw new IllegalArgumentException("A question has at least one prompt, got none");
            }
        }
    }

    /** Is told what comes of a question; on the UI thread. */
    interface Listener {
        /** What is being done, for people. */
        void working(String text);

        /**
         * The answer.
         *
         * @param map of the frame's size, with one plane
         * @param model its name, for people and for provenance
         * @param quality the overlap with what was meant that the model expects, 0 to 1
         */
        void answered(ProbabilityMap map, String model, double quality);

        /** There is no answer; a sentence for people. */
        void failed(String reason);
    }

    /**
     * Begins to answer, and returns at once. UI thread only.
     *
     * @return ends that; the listener may still be told what was underway
     */
    Runnable answer(Question question, Listener listener);
}
