package dev.sku.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.javafx.tk.TKClipboard;
import dev.sku.app.journal.Input;
import dev.sku.app.link.FakeLink;
import dev.sku.app.settings.SettingsFile;
import dev.sku.protocol.Finding;
import dev.sku.protocol.Inquiry;
import dev.sku.protocol.Problem;
import dev.sku.protocol.ProblemException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A person drops a model's folder and a file of rows onto the page.
@Timeout(300)
class DroppedFilesTest {
    @Test
    void whatIsDroppedOnThePageIsOnTheList(@TempDir Path folder) throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        Path rows = Files.writeString(folder.resolve("rows.csv"), "question,answer\nWhy,So\n");
        Workbench.Places places =
                new Workbench.Places(
                        folder.resolve("workspace"),
                        folder,
                        folder.resolve("sku"),
                        new SettingsFile(folder.resolve("settings.json")));
        FakeLink link = new FakeLink();
        link.findings =
                inquiry ->
                        inquiry instanceof Inquiry.Places asked
                                ? new Finding.Places(
                                        asked.paths().stream().map(p -> place(Path.of(p))).toList())
                                : ProblemException.of(Problem.Code.READER_ENDED, "no finding", "");
        try (TestWindow window = new TestWindow(places, link)) {
            window.until(
                    "the list is there", () -> window.workbench().inputs().knownProperty().get());
            window.ready("#go-models").clickOn("#go-models");
            Node target = window.node("#drop-zone");

            DragEvent words = drag(target, DragEvent.DRAG_OVER, null);
            assertThat(words.isAccepted()).as("words are no files").isFalse();
            DragEvent over = drag(target, DragEvent.DRAG_OVER, List.of(model, rows));
            assertThat(over.isAccepted()).isTrue();
            assertThat(over.getAcceptedTransferMode()).isIn(TransferMode.LINK, TransferMode.COPY);
            DragEvent dropped = drag(target, DragEvent.DRAG_DROPPED, List.of(model, rows));
            assertThat(dropped.isDropCompleted()).isTrue();

            window.until(
                    "both are on the list",
                    () ->
                            window.workbench().inputs().entries().stream()
                                    .map(e -> e.input().path())
                                    .toList()
                                    .containsAll(List.of(model.toString(), rows.toString())));
            assertThat(window.workbench().inputs().entries())
                    .filteredOn(e -> e.input().path().equals(model.toString()))
                    .extracting(e -> e.input().kind())
                    .containsExactly(Input.Kind.MODEL);
        }
    }

    private static Finding.Place place(Path path) {
        return new Finding.Place(
                path.toString(),
                Files.isDirectory(path) ? Finding.Place.Kind.FOLDER : Finding.Place.Kind.FILE);
    }

    /// Sends the event as the window does when the pointer is over the node.
    ///
    /// @param files null where something else is dragged
    private static DragEvent drag(
            Node target, EventType<DragEvent> type, @Nullable List<Path> files) throws Exception {
        return TestWindow.onWindow(() -> {
            DragEvent event =
                    new DragEvent(
                            target,
                            target,
                            type,
                            dragboard(files),
                            5,
                            5,
                            5,
                            5,
                            TransferMode.COPY,
                            null,
                            target,
                            null);
            target.fireEvent(event);
            return event;
        });
    }

    /// What the desktop holds while files are dragged; JavaFX has no way to make one without a desktop.
    private static Dragboard dragboard(@Nullable List<Path> files) throws Exception {
        Object held =
                Proxy.newProxyInstance(
                        DroppedFilesTest.class.getClassLoader(),
                        new Class<?>[] {TKClipboard.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "hasContent" -> files != null && isFiles(arguments);
                                    case "getContent" ->
                                            files != null && isFiles(arguments)
                                                    ? files.stream().map(Path::toFile).toList()
                                                    : null;
                                    case "getContentTypes" -> Set.of(DataFormat.FILES);
                                    case "getTransferModes" ->
                                            Set.of(TransferMode.COPY, TransferMode.MOVE);
                                    default -> null;
                                });
        Method create = Dragboard.class.getDeclaredMethod("createDragboard", TKClipboard.class);
        create.setAccessible(true);
        return (Dragboard) create.invoke(null, held);
    }

    private static boolean isFiles(Object... arguments) {
        return Arrays.asList(arguments).contains(DataFormat.FILES);
    }
}
