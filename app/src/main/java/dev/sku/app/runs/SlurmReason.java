package dev.sku.app.runs;

import static dev.sku.resources.Texts.text;

import java.util.Arrays;

/// Why a job waits, as Slurm writes it, and in words.
enum SlurmReason {
    PRIORITY("Priority"),
    RESOURCES("Resources"),
    HELD("JobHeldUser"),
    HELD_BY_ADMINISTRATOR("JobHeldAdmin"),
    BEGIN_TIME("BeginTime"),
    DEPENDENCY("Dependency"),
    PARTITION_DOWN("PartitionDown"),
    PARTITION_INACTIVE("PartitionInactive"),
    PARTITION_NODES("PartitionNodeLimit"),
    PARTITION_TIME("PartitionTimeLimit"),
    NODES_AWAY("ReqNodeNotAvail"),
    LICENSES("Licenses"),
    ARRAY_LIMIT("JobArrayTaskLimit"),
    RESERVATION("Reservation"),
    BAD_CONSTRAINTS("BadConstraints"),
    ACCOUNT("InvalidAccount"),
    QOS("InvalidQOS");

    private final String code;

    SlurmReason(String code) {
        this.code = code;
    }

    /// Limits of accounts and qualities of service are many; their own names say which.
    static String words(String code) {
        if (code.isEmpty()) {
            return text("slurm.handedOver");
        }
        return Arrays.stream(values())
                .filter(r -> code.startsWith(r.code))
                .findFirst()
                .map(r -> text("slurm.reason", r))
                .orElseGet(() ->
                        code.startsWith("Assoc") || code.startsWith("QOS")
                                ? text("slurm.limit", code)
                                : text("slurm.other", code));
    }
}
