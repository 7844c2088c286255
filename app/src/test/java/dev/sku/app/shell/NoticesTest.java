package dev.sku.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoticesTest {
    private final Notices notices = new Notices();

    @Test
    void aFailureStaysWhileLesserNewsMakeRoom() {
        notices.fail("failed", "");
        notices.tell("a", "");
        notices.tell("b", "");
        notices.tell("c", "");

        assertThat(notices.shown())
                .extracting(Notices.Notice::title)
                .containsExactly("failed", "b", "c");
    }

    @Test
    void whatIsNewIsShownAlsoAfterManyFailures() {
        notices.fail("a", "");
        notices.fail("b", "");
        notices.fail("c", "");
        notices.tell("new", "");

        assertThat(notices.shown())
                .extracting(Notices.Notice::title)
                .containsExactly("b", "c", "new");
    }
}
