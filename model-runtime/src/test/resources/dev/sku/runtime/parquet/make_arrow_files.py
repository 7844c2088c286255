"""Parquet files written by Apache Arrow, and beside them what they hold as JSON lines: python make_arrow_files.py FOLDER."""

import datetime
import decimal
import json
import pathlib
import sys

import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = pathlib.Path(sys.argv[1])


def plain(value):
    """As the rows are expected to read: dates as ISO text, bytes that are no text as empty text."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        # pyarrow gives a map as a list of pairs
        if value and all(isinstance(v, tuple) for v in value):
            return {k: plain(v) for k, v in value}
        return [plain(v) for v in value]
    if isinstance(value, bytes):
        return ""
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def rows(n):
    for i in range(n):
        yield {
            "prompt": f"Question {i}? ü €",
            "answer": None if i % 7 == 3 else f"Answer {i % 5} " * (1 + i % 3),
            "safe": None if i % 11 == 5 else i % 2 == 0,
            "severity": None if i % 13 == 1 else i - 3,
            "large": (1 << 40) + i,
            "unsigned": (1 << 64) - 1 - i,
            "score": i / 8,
            "half": i / 4,
            "day": datetime.date(2024, 2, 27) + datetime.timedelta(days=i),
            "moment": datetime.datetime(2024, 2, 27, 12, 0, i % 60),
            "price": decimal.Decimal(i).scaleb(-2),
            "picture": bytes([0xFF, i % 256]),
            "answers": None if i % 9 == 4 else [None if j == 2 else f"{i}.{j}" for j in range(i % 4)],
            "category": {"Theft": i % 2 == 0, "Fraud": None if i == 2 else i % 3 == 0},
            "nested": [{"name": f"n{j}", "marks": list(range(j))} for j in range(i % 3)],
            "grid": [[1, i], [], [i]],
            "marks": [("a", i), ("b", None)] if i % 2 else [("c", 1)],
            "kind": f"kind {i % 3}",
        }


SCHEMA = pa.schema(
    [
        pa.field("prompt", pa.string(), nullable=False),
        ("answer", pa.string()),
        ("safe", pa.bool_()),
        ("severity", pa.int32()),
        ("large", pa.int64()),
        ("unsigned", pa.uint64()),
        ("score", pa.float64()),
        ("half", pa.float32()),
        ("day", pa.date32()),
        ("moment", pa.timestamp("us")),
        ("price", pa.decimal128(9, 2)),
        ("picture", pa.binary()),
        ("answers", pa.list_(pa.string())),
        ("category", pa.struct([("Theft", pa.bool_()), ("Fraud", pa.bool_())])),
        ("nested", pa.list_(pa.struct([("name", pa.string()), ("marks", pa.list_(pa.int32()))]))),
        ("grid", pa.list_(pa.list_(pa.int64()))),
        ("marks", pa.map_(pa.string(), pa.int64())),
        ("kind", pa.dictionary(pa.int32(), pa.string())),
    ]
)

WAYS = {
    "none": dict(compression="none"),
    "snappy": dict(compression="snappy", row_group_size=10),
    "gzip": dict(compression="gzip", data_page_version="2.0", data_page_size=64),
    "zstd": dict(compression="zstd", write_page_checksum=True, write_page_index=True),
    "delta": dict(
        compression="snappy",
        use_dictionary=False,
        data_page_version="2.0",
        column_encoding={
            "prompt": "DELTA_BYTE_ARRAY",
            "answer": "DELTA_LENGTH_BYTE_ARRAY",
            "severity": "DELTA_BINARY_PACKED",
            "large": "DELTA_BINARY_PACKED",
            "score": "BYTE_STREAM_SPLIT",
        },
    ),
    "old": dict(compression="gzip", version="1.0", use_deprecated_int96_timestamps=True),
}


def write(name, data, schema, **way):
    table = pa.Table.from_pylist(data, schema=schema)
    pq.write_table(table, FOLDER / f"{name}.parquet", store_schema=False, **way)
    return table


ALL = list(rows(40))
for way, options in WAYS.items():
    write(way, ALL, SCHEMA, **options)
TABLE = pa.Table.from_pylist(ALL, schema=SCHEMA).to_pylist()
with open(FOLDER / "rows.jsonl", "w") as out:
    for row in TABLE:
        out.write(json.dumps(plain(row), ensure_ascii=False) + "\n")
write("lz4", ALL[:2], SCHEMA, compression="lz4")

# the layouts of the two data sets, with made-up rows
write(
    "safe-rlhf",
    [
        {
            "prompt": f"Question {i}?",
            "prompt_source": "made up",
            "response_0": f"No. {i}",
            "response_1": f"Yes. {i}",
            "is_response_0_safe": True,
            "is_response_1_safe": i != 1,
            "response_1_harm_category": {"Theft": i == 1, "Insulting Behavior": False, "Fraud": True},
            "response_1_severity_level": i,
            "better_response_id": 0,
        }
        for i in range(3)
    ],
    None,
)
write(
    "truthful-qa",
    [
        {
            "type": "Adversarial",
            "category": "Made up",
            "question": "Why?",
            "best_answer": "Because it is.",
            "correct_answers": ["Because it is", "For a reason; or two"],
            "incorrect_answers": ["No"],
            "source": "none",
        }
    ],
    None,
)
