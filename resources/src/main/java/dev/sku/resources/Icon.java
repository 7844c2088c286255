package dev.sku.resources;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The signs of the window by their meaning: the same thing wears the same sign on every page.
public enum Icon {
    BRAND(Feather.GIT_MERGE),
    SEARCH(Feather.SEARCH),
    START(Feather.HOME),
    MODELS(Feather.DATABASE),
    MODEL(Feather.BOX),
    CONFIGURE(Feather.SLIDERS),
    TRAIN(Feather.ACTIVITY),
    COMPARE(Feather.COLUMNS),
    TRADE_OFF(Feather.TRENDING_DOWN),
    RUNS(Feather.LIST),
    HOSTS(Feather.SERVER),
    SETTINGS(Feather.SETTINGS),
    LOG(Feather.TERMINAL),
    LIGHT(Feather.SUN),
    DARK(Feather.MOON),
    DEVICE(Feather.CPU),
    FILMSTRIP(Feather.FILM),
    HISTORY(Feather.CLOCK),
    FURTHER(Feather.CHEVRONS_RIGHT),
    QUEUE(Feather.LAYERS),
    OVERLAY(Feather.LAYERS),
    PLAY(Feather.PLAY),
    PAUSE(Feather.PAUSE),
    STOP(Feather.SQUARE),
    EVALUATE(Feather.CHECK_CIRCLE),
    SAVE(Feather.SAVE),
    FORK(Feather.GIT_BRANCH),
    COPY(Feather.COPY),
    FOLDER(Feather.FOLDER),
    FILE(Feather.FILE_TEXT),
    OPEN(Feather.DOWNLOAD),
    EXPORT(Feather.SHARE),
    ADD(Feather.PLUS),
    CLOSE(Feather.X),
    DELETE(Feather.TRASH_2),
    UNDO(Feather.CORNER_UP_LEFT),
    REDO(Feather.CORNER_UP_RIGHT),
    REFRESH(Feather.REFRESH_CW),
    CHEVRON_UP(Feather.CHEVRON_UP),
    CHEVRON_DOWN(Feather.CHEVRON_DOWN),
    CHEVRON_LEFT(Feather.CHEVRON_LEFT),
    ARROW(Feather.ARROW_RIGHT),
    CHEVRON_RIGHT(Feather.CHEVRON_RIGHT),
    MORE(Feather.MORE_HORIZONTAL),
    FIT(Feather.MAXIMIZE_2),
    ZOOM(Feather.ZOOM_IN),
    SHOW(Feather.EYE),
    HIDE(Feather.EYE_OFF),
    NOTE(Feather.EDIT_3),
    DONE(Feather.CHECK),
    FAILED(Feather.X),
    QUEUED(Feather.CLOCK),
    INTERRUPTED(Feather.ZAP_OFF),
    FAULT(Feather.ALERT_CIRCLE),
    FAILURE(Feather.ALERT_OCTAGON),
    WARNING(Feather.ALERT_TRIANGLE),
    INFO(Feather.INFO),
    DIFFERENCES(Feather.TYPE),
    PROMPT(Feather.CORNER_DOWN_RIGHT),
    SEND(Feather.ARROW_UP),
    HARMFUL(Feather.ALERT_TRIANGLE),
    REFUSAL(Feather.SHIELD),
    HELPFUL(Feather.CHECK),
    DEGENERATE(Feather.REPEAT);

    private final Feather glyph;

    Icon(Feather glyph) {
        this.glyph = glyph;
    }

    /// A fresh node; a node can only be in one place of a scene.
    public FontIcon node() {
        return new FontIcon(glyph);
    }
}
