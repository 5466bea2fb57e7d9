package org.credence.annotation.ui.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.commands.IStateListener;
import org.eclipse.core.commands.State;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.handlers.RegistryToggleState;

/** Shows what files draw over their images, or leaves it out; the same in all editors, and remembered. */
public final class DrawingsCommand extends AbstractHandler {

    private static final String ID = "org.credence.annotation.ui.overlays";

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        HandlerUtil.toggleCommandState(event.getCommand());
        return null;
    }

    /** Whether drawings are to be shown. */
    static boolean shown() {
        return Boolean.TRUE.equals(state().getValue());
    }

    /** Shows them if they are not shown, and the other way round. */
    static void toggle() {
        state().setValue(!shown());
    }

    /** Tells when that changes; the result ends that. */
    static Runnable listen(Runnable listener) {
        State state = state();
        IStateListener adapter = (changed, old) -> listener.run();
        state.addListener(adapter);
        return () -> state.removeListener(adapter);
    }

    private static State state() {
        Command command =
                PlatformUI.getWorkbench().getService(ICommandService.class).getCommand(ID);
        return command.getState(RegistryToggleState.STATE_ID);
    }
}
