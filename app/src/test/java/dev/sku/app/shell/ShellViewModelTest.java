package dev.sku.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.resources.Icon;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellViewModelTest {
    private final ShellViewModel model = new ShellViewModel();
    private final List<String> done = new ArrayList<>();

    private void add(String words) {
        model.add(Action.of(words, words, Icon.PLAY, "", () -> done.add(words)));
    }

    private List<String> found(String query) {
        model.openPalette();
        model.queryProperty().set(query);
        return model.found().stream().map(Action::words).toList();
    }

    @Test
    void findsByTheBeginningsOfWords() {
        add("Show or hide the log");
        add("Go to Runs");
        add("Search runs");

        assertThat(found("sr")).startsWith("Search runs");
        assertThat(found("runs")).containsExactly("Go to Runs", "Search runs");
        assertThat(found("xyz")).isEmpty();
    }

    @Test
    void whatCannotBeDoneNowIsNotFound() {
        model.add(new Action("p", "Pause", Icon.PAUSE, "", () -> false, () -> {}));

        assertThat(found("pause")).isEmpty();
    }

    @Test
    void choosingDoesItAndClosesThePalette() {
        add("Go to Runs");
        model.openPalette();
        model.choose(model.found().getFirst());

        assertThat(done).containsExactly("Go to Runs");
        assertThat(model.paletteOpenProperty().get()).isFalse();
    }

    @Test
    void runsAreFoundToo() {
        model.findAlso(() ->
                List.of(Action.of("r", "Open opt-1.3b-sku-2, Done", Icon.RUNS, "", () -> {})));

        assertThat(found("sku-2")).containsExactly("Open opt-1.3b-sku-2, Done");
    }

    @Test
    void onlyPagesThatExistAreOffered() {
        model.offer(Place.TRAIN, Place.CONFIGURE);

        assertThat(model.places()).containsExactly(Place.CONFIGURE, Place.TRAIN);
        model.go(2);
        assertThat(model.placeProperty().get()).isEqualTo(Place.TRAIN);
        model.go(7);
        assertThat(model.placeProperty().get()).isEqualTo(Place.TRAIN);
    }

    @Test
    void atMostThreeNoticesAreShown() {
        Notices notices = new Notices();
        List.of("1", "2", "3", "4").forEach(n -> notices.tell(n, ""));

        assertThat(notices.shown())
                .extracting(Notices.Notice::title)
                .containsExactly("2", "3", "4");
    }
}
