package org.credence.workbench.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The blinded session that the reader is in, if any; one for all windows. UI thread only. */
// Immediate: a delayed component would forget its state whenever nobody happens to hold the service.
@Component(service = RunningSession.class, immediate = true)
public final class RunningSession {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Optional<BlindedSession> session = Optional.empty();

    @Activate
    public RunningSession() {}

    Optional<BlindedSession> get() {
        return session;
    }

    boolean isRunning() {
        return session.isPresent();
    }

    void begins(BlindedSession begun) {
        session = Optional.of(begun);
        changed();
    }

    void ends() {
        session = Optional.empty();
        changed();
    }

    /** Says that the session has come to another case. */
    void changed() {
        listeners.forEach(Runnable::run);
    }

    Runnable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
