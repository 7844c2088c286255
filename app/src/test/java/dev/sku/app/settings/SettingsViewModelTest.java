package dev.sku.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sku.app.link.FakeLink;
import dev.sku.app.shell.Notices;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsViewModelTest {
    @TempDir Path folder;

    private final FakeLink link = new FakeLink();

    private SettingsFile file() {
        return new SettingsFile(folder.resolve("settings.json"));
    }

    private SettingsViewModel opened() {
        SettingsFile file = file();
        return new SettingsViewModel(
                file.read(),
                file,
                new SettingsCheck(link),
                new Notices(),
                Runnable::run,
                Runnable::run);
    }

    @Test
    void workspacesThatWereOpenAreOfferedTheNewestFirst() {
        opened().rememberWorkspace("first");
        opened().rememberWorkspace("second");
        SettingsViewModel third = opened();
        third.rememberWorkspace("third");

        assertThat(third.recentWorkspaces()).containsExactly("second", "first");
        assertThat(opened().recentWorkspaces()).containsExactly("second", "first");
    }

    @Test
    void aWorkspaceThatIsOpenedAgainStandsThereOnce() {
        opened().rememberWorkspace("first");
        opened().rememberWorkspace("second");
        SettingsViewModel again = opened();
        again.rememberWorkspace("first");

        assertThat(again.recentWorkspaces()).containsExactly("second");
    }
}
