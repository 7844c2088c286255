package dev.sku.runtime.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sku.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A hub and the store it sends on to, on two ports of loopback, that behave as badly as a test asks.
public final class HubServer implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String NAME = "owner/tiny";

    /// How the store answers for large files.
    enum Way {
        WELL,
        CUTS,
        IGNORES_RANGE,
        KNOWS_NO_PART,
        ANOTHER_PART,
        BUSY,
        WRONG_BYTES,
        TOO_MANY_BYTES,
        SILENT
    }

    final Map<String, byte[]> files = new LinkedHashMap<>();
    final List<String> atHub = new CopyOnWriteArrayList<>();
    final List<String> atStore = new CopyOnWriteArrayList<>();
    final List<String> tokensAtStore = new CopyOnWriteArrayList<>();
    final CountDownLatch silence = new CountDownLatch(1);
    volatile Way way = Way.WELL;
    volatile int refuse;
    volatile String errorCode = "";
    volatile String listedName = "";
    volatile String requiredToken = "";
    volatile String redirect = "";
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final HttpServer hub;
    private final HttpServer store;

    HubServer() throws IOException {
        hub = begin(this::hub);
        store = begin(this::store);
    }

    /// A hub with the files of a folder, for a test of another module: it says where it listens, hears how to behave, a
    /// line for each change, and ends when its input does.
    ///
    /// @param arguments a folder
    public static void main(String... arguments) throws IOException {
        try (HubServer server = new HubServer();
                Stream<Path> files = Files.list(Path.of(arguments[0]));
                BufferedReader orders =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (Path file : files.sorted().toList()) {
                server.files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
            System.out.println("ready " + server.endpoint());
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "refuse" -> {
                        server.errorCode = words[2];
                        server.refuse = Integer.parseInt(words[1]);
                    }
                    case "way" -> server.way = Way.valueOf(words[1]);
                    case "require" -> server.requiredToken = words[1];
                    case "file" ->
                            server.files.put(words[1], Files.readAllBytes(Path.of(words[2])));
                    case "is-anybody-told-the-token" -> {
                        if (!server.tokensAtStore.isEmpty()) {
                            throw new IllegalStateException("the store was told the token");
                        }
                    }
                    default -> throw new IllegalArgumentException(line);
                }
                System.out.println("done");
            }
        }
    }

    private static HttpServer begin(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.start();
        return server;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    static boolean isLarge(String name) {
        return name.endsWith(".safetensors") || name.endsWith(".bin") || name.endsWith(".jsonl");
    }

    static String sum(String name, byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance(isLarge(name) ? "SHA-256" : "SHA-1");
            if (!isLarge(name)) {
                digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hub(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            atHub.add(path);
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            Headers headers = exchange.getResponseHeaders();
            if (!requiredToken.isEmpty() && !token.equals("Bearer " + requiredToken)) {
                headers.set("X-Error-Code", errorCode);
                exchange.sendResponseHeaders(refuse, -1);
            } else if (requiredToken.isEmpty() && refuse != 0) {
                headers.set("X-Error-Code", errorCode);
                exchange.sendResponseHeaders(refuse, -1);
            } else if (path.startsWith("/api/")) {
                send(exchange, 200, listing().getBytes(StandardCharsets.UTF_8));
            } else {
                file(exchange, path.substring(path.indexOf(COMMIT) + COMMIT.length() + 1));
            }
        }
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        if (isLarge(name)) {
            String to =
                    redirect.isEmpty()
                            ? "http://127.0.0.1:%d/%s?Signature=secret"
                                    .formatted(store.getAddress().getPort(), name)
                            : redirect;
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
        } else {
            send(exchange, 200, files.getOrDefault(name, new byte[0]));
        }
    }

    private String listing() {
        List<Map<String, Object>> siblings = new ArrayList<>();
        files.forEach((name, bytes) -> {
            String listed = listedName.isEmpty() ? name : listedName;
            siblings.add(
                    isLarge(name)
                            ? Map.of(
                                    "rfilename",
                                    listed,
                                    "size",
                                    bytes.length,
                                    "blobId",
                                    "0".repeat(40),
                                    "lfs",
                                    Map.of("sha256", sum(name, bytes), "size", bytes.length))
                            : Map.of(
                                    "rfilename",
                                    listed,
                                    "size",
                                    bytes.length,
                                    "blobId",
                                    sum(name, bytes)));
        });
        return Wire.line(
                Map.of("sha", COMMIT, "cardData", Map.of("license", "mit"), "siblings", siblings));
    }

    private void store(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            String range = exchange.getRequestHeaders().getFirst("Range");
            atStore.add(name + " " + range);
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            if (token != null) {
                tokensAtStore.add(token);
            }
            int nth = asked.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
            answer(exchange, files.getOrDefault(name, new byte[0]).clone(), range, nth);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, byte[] all, String range, int nth)
            throws IOException, InterruptedException {
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        switch (way) {
            case WELL -> part(exchange, all, from, all.length);
            case CUTS -> part(exchange, all, from, Math.min(all.length, from + 30_000));
            case IGNORES_RANGE -> part(exchange, all, 0, nth == 1 ? 30_000 : all.length);
            case KNOWS_NO_PART -> {
                if (from > 0) {
                    exchange.sendResponseHeaders(416, -1);
                } else {
                    part(exchange, all, 0, nth == 1 ? 30_000 : all.length);
                }
            }
            case ANOTHER_PART -> {
                if (from > 0) {
                    exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/" + all.length);
                    send(exchange, 206, new byte[5]);
                } else {
                    part(exchange, all, 0, nth == 1 ? 30_000 : all.length);
                }
            }
            case BUSY -> {
                if (nth <= 2) {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    exchange.sendResponseHeaders(nth == 1 ? 429 : 503, -1);
                } else {
                    part(exchange, all, from, all.length);
                }
            }
            case WRONG_BYTES -> {
                all[all.length - 1] ^= 1;
                part(exchange, all, from, all.length);
            }
            case TOO_MANY_BYTES -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(all);
                exchange.getResponseBody().write(new byte[100]);
            }
            case SILENT -> {
                boolean small = all.length <= 30_000;
                part(exchange, all, 0, nth > 1 || small ? all.length : 30_000);
                if (nth == 1 && !small) {
                    exchange.getResponseBody().flush();
                    silence.await();
                }
            }
        }
    }

    /// Promises everything from a byte on, and ends before where asked to.
    private static void part(HttpExchange exchange, byte[] all, int from, int to)
            throws IOException {
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, all.length - 1, all.length));
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, all.length - from);
        exchange.getResponseBody().write(all, from, to - from);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        silence.countDown();
        hub.stop(0);
        store.stop(0);
    }
}
