package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;

/** A pair of hands at the running workbench; UI thread only. Events are real ones of the window system. */
final class Robot {

    private static final long TIMEOUT_MS = 20_000;
    private static final boolean IS_GTK = "gtk".equals(SWT.getPlatform());

    private final Display display = Display.getCurrent();
    private Optional<Throwable> failure = Optional.empty();

    static IWorkbenchWindow window() {
        IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        return window != null ? window : PlatformUI.getWorkbench().getWorkbenchWindows()[0];
    }

    /** Lets the workbench work until something holds. */
    void until(String what, BooleanSupplier holds) {
        long end = System.currentTimeMillis() + TIMEOUT_MS;
        while (!holds.getAsBoolean()) {
            failure.ifPresent(e -> {
                throw new AssertionError("Something went wrong on a dialog", e);
            });
            if (System.currentTimeMillis() > end) {
                fail("Waited " + TIMEOUT_MS / 1000 + " s in vain until " + what);
            }
            if (!display.readAndDispatch()) {
                pause();
            }
        }
    }

    /** Lets the workbench handle all that is pending. */
    void settle() {
        long end = System.currentTimeMillis() + 300;
        while (System.currentTimeMillis() < end) {
            if (!display.readAndDispatch()) {
                pause();
            }
        }
    }

    /** Gives the keyboard back to the window after a dialog: without a window manager nobody else does. */
    void activate() {
        window().getShell().forceActive();
        settle();
    }

    /** The widget with this id, anywhere in the window. */
    Control find(String id) {
        Shell shell = window().getShell();
        Optional<Control> found = find(shell, id);
        assertTrue(found.isPresent(), "no widget " + id);
        return found.get();
    }

    /** The widget with this id within another. */
    Control findIn(Composite within, String id) {
        Optional<Control> found = find(within, id);
        assertTrue(found.isPresent(), "no widget " + id);
        return found.get();
    }

    private static Optional<Control> find(Control control, String id) {
        if (id.equals(control.getData(WidgetIds.KEY)) && control.isVisible()) {
            return Optional.of(control);
        }
        if (control instanceof Composite composite) {
            for (Control child : composite.getChildren()) {
                Optional<Control> found = find(child, id);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** All visible widgets with this id, in the order of the window. */
    List<Control> findAll(String id) {
        List<Control> all = new ArrayList<>();
        collect(window().getShell(), id, all);
        return all;
    }

    private static void collect(Control control, String id, List<Control> found) {
        if (id.equals(control.getData(WidgetIds.KEY)) && control.isVisible()) {
            found.add(control);
        }
        if (control instanceof Composite composite) {
            for (Control child : composite.getChildren()) {
                collect(child, id, found);
            }
        }
    }

    /** Clicks with the left button at a point of a control. */
    void click(Control control, Point point) {
        move(control, point);
        button(SWT.MouseDown);
        button(SWT.MouseUp);
        settle();
    }

    /** Clicks with Ctrl held. */
    void ctrlClick(Control control, Point point) {
        ctrl(SWT.KeyDown);
        click(control, point);
        ctrl(SWT.KeyUp);
    }

    private void ctrl(int type) {
        if (IS_GTK) {
            xdotool(type == SWT.KeyDown ? "keydown" : "keyup", "ctrl");
        } else {
            Event event = new Event();
            event.type = type;
            event.keyCode = SWT.MOD1;
            assertTrue(display.post(event), "the window system refused a key");
        }
        settle();
    }

    /** Moves the pointer to a point of a control. */
    void point(Control control, Point point) {
        move(control, point);
    }

    /** Clicks into the middle of a control. */
    void press(Control control) {
        Point size = control.getSize();
        click(control, new Point(size.x / 2, size.y / 2));
    }

    /** Does something with the next shell of this title, in the loop that a modal dialog runs. */
    void onShell(String title, Consumer<Shell> then) {
        long end = System.currentTimeMillis() + TIMEOUT_MS;
        Runnable look = new Runnable() {
            @Override
            public void run() {
                for (Shell shell : display.getShells()) {
                    if (shell.isVisible() && shell.getText().equals(title)) {
                        settle();
                        try {
                            then.accept(shell);
                        } catch (RuntimeException | AssertionError e) {
                            // The loop of the dialog would only log it, and wait for ever.
                            failure = Optional.of(e);
                            shell.close();
                        }
                        return;
                    }
                }
                if (System.currentTimeMillis() < end) {
                    display.timerExec(100, this);
                }
            }
        };
        display.timerExec(100, look);
    }

    /** Drags with the left button through points of a control. */
    void drag(Control control, Point... points) {
        move(control, points[0]);
        button(SWT.MouseDown);
        for (Point point : points) {
            move(control, point);
        }
        button(SWT.MouseUp);
        settle();
    }

    private void move(Control control, Point point) {
        Point on = control.toDisplay(point);
        if (IS_GTK) {
            xdotool("mousemove", Integer.toString(on.x), Integer.toString(on.y));
        } else {
            Event event = new Event();
            event.type = SWT.MouseMove;
            event.x = on.x;
            event.y = on.y;
            assertTrue(display.post(event), "the window system refused a mouse movement");
        }
        settle();
    }

    private void button(int type) {
        if (IS_GTK) {
            xdotool(type == SWT.MouseDown ? "mousedown" : "mouseup", "1");
        } else {
            Event event = new Event();
            event.type = type;
            event.button = 1;
            assertTrue(display.post(event), "the window system refused a mouse button");
        }
        settle();
    }

    /** SWT posts buttons to the corner of a GTK screen, wherever the pointer is; so another program presses them. */
    private void xdotool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("xdotool");
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            until(String.join(" ", command) + " has ended", () -> !process.isAlive());
            assertEquals(0, process.exitValue(), String.join(" ", command));
        } catch (IOException e) {
            throw new UncheckedIOException("xdotool does not start; install it to test the user interface", e);
        }
    }

    /** Presses and releases a key; the control must have the focus. */
    void key(char character) {
        for (int type : new int[] {SWT.KeyDown, SWT.KeyUp}) {
            Event event = new Event();
            event.type = type;
            event.character = character;
            assertTrue(display.post(event), "the window system refused a key");
        }
        settle();
    }

    /** Presses and releases a key that is no character, such as {@link SWT#CR}. */
    void keyCode(int code) {
        for (int type : new int[] {SWT.KeyDown, SWT.KeyUp}) {
            Event event = new Event();
            event.type = type;
            event.keyCode = code;
            assertTrue(display.post(event), "the window system refused a key");
        }
        settle();
    }

    /** Presses a character with modifiers held. */
    void chord(int modifier, int another, char character) {
        Event[] events = {new Event(), new Event(), new Event()};
        events[0].keyCode = modifier;
        events[1].keyCode = another;
        events[2].character = character;
        for (Event event : events) {
            event.type = SWT.KeyDown;
            assertTrue(display.post(event), "the window system refused a key");
        }
        for (Event event : List.of(events).reversed()) {
            event.type = SWT.KeyUp;
            assertTrue(display.post(event), "the window system refused a key");
        }
        settle();
    }

    /** Presses a button of the next dialog that has it. */
    void whenAsked(String button) {
        display.timerExec(100, () -> {
            for (Shell shell : display.getShells()) {
                Optional<Button> found = button(shell, button);
                if (found.isPresent()) {
                    found.get().notifyListeners(SWT.Selection, new Event());
                    return;
                }
            }
            whenAsked(button);
        });
    }

    private static Optional<Button> button(Composite in, String text) {
        for (Control child : in.getChildren()) {
            if (child instanceof Button b && b.getText().replace("&", "").equals(text)) {
                return Optional.of(b);
            }
            if (child instanceof Composite c) {
                Optional<Button> found = button(c, text);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Runs a command of the workbench, as its menu would. */
    void command(String id) throws CommandException {
        Command command =
                PlatformUI.getWorkbench().getService(ICommandService.class).getCommand(id);
        until(id + " is enabled", command::isEnabled);
        window().getService(IHandlerService.class).executeCommand(id, null);
        settle();
    }

    /** The colour in the middle of a control as it is on the screen, as {@code 0xRRGGBB}. */
    int pixelAtCentre(Control control) {
        Point size = control.getSize();
        return pixel(control, new Point(size.x / 2, size.y / 2));
    }

    /** The colour at a point of a control as it is on the screen, as {@code 0xRRGGBB}. */
    int pixel(Control control, Point point) {
        settle();
        Point on = control.toDisplay(point);
        Image image = new Image(display, 1, 1);
        GC gc = new GC(display);
        try {
            gc.copyArea(image, on.x, on.y);
            ImageData data = image.getImageData();
            RGB color = data.palette.getRGB(data.getPixel(0, 0));
            return color.red << 16 | color.green << 8 | color.blue;
        } finally {
            gc.dispose();
            image.dispose();
        }
    }

    /** Keeps what the window shows, to look at when a test fails. */
    void screenshot(Path file) {
        settle();
        Shell shell = window().getShell();
        Image image = new Image(display, shell.getSize().x, shell.getSize().y);
        GC gc = new GC(display);
        try {
            gc.copyArea(image, shell.getLocation().x, shell.getLocation().y);
            ImageLoader loader = new ImageLoader();
            loader.data = new ImageData[] {image.getImageData()};
            loader.save(file.toString(), SWT.IMAGE_PNG);
        } finally {
            gc.dispose();
            image.dispose();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
