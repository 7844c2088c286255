package dev.sku.app.store;

import dev.sku.protocol.DataSpec;
import dev.sku.protocol.ProblemException;
import dev.sku.protocol.Wire;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Exchanges as older versions kept them, made into those of this one.
final class ExchangeMigration {
    private ExchangeMigration() {}

    /// Sampling becomes part of a setting, which also names the template where the prompt's exact text tells it.
    static void settings(Statement s) throws SQLException {
        Map<String, String> all = new LinkedHashMap<>();
        try (ResultSet rows = s.executeQuery("SELECT id, exchange FROM exchanges")) {
            while (rows.next()) {
                all.put(rows.getString(1), rows.getString(2));
            }
        }
        try (PreparedStatement put =
                s.getConnection().prepareStatement("UPDATE exchanges SET exchange=? WHERE id=?")) {
            for (Map.Entry<String, String> row : all.entrySet()) {
                put.setString(1, settings(row.getValue(), row.getKey()));
                put.setString(2, row.getKey());
                put.executeUpdate();
            }
        }
    }

    private static String settings(String exchange, String id) {
        JsonNode tree;
        try {
            tree = Wire.tree(exchange, id);
        } catch (ProblemException _) {
            return exchange; // reading it says what is wrong
        }
        if (!(tree instanceof ObjectNode now)) {
            return exchange;
        }
        ObjectNode setting = now.putObject("setting");
        JsonNode sampling = now.remove("sampling");
        if (sampling != null) {
            setting.set("sampling", sampling);
        }
        if (isInSkuTemplate(now)) {
            setting.put("template", DataSpec.SKU_TEMPLATE);
        }
        now.putArray("further");
        return Wire.line(now);
    }

    private static boolean isInSkuTemplate(JsonNode exchange) {
        JsonNode prompt = exchange.path("prompt");
        String around =
                DataSpec.SKU_TEMPLATE
                        .replace("{q}", prompt.path("question").asString(""))
                        .replace("{a}", "")
                        .stripTrailing();
        return !prompt.path("raw").asBoolean(false)
                && exchange.path("promptText").asString("").contains(around);
    }
}
