"""Runs one aggregation of isthmus on Spark, as a job file says it: `spark-submit aggregate.py JOB.json`.

The SQL comes from isthmus (datasets/aggregation); this script only reads the Parquet files, runs the steps in their order,
writes each table as Parquet and leaves a result file for the process that submitted it.
"""

import json
import sys

from pyspark.sql import SparkSession
from pyspark.sql.types import DecimalType, DoubleType, FloatType


class HistoryFault(Exception):
    """Something that the user has to mend in the history."""


class Files:
    """Files of any Hadoop file system."""

    def __init__(self, spark):
        self._jvm = spark.sparkContext._jvm
        self._configuration = spark.sparkContext._jsc.hadoopConfiguration()

    def path(self, *parts):
        return self._jvm.org.apache.hadoop.fs.Path("/".join(part.rstrip("/") for part in parts))

    def exists(self, *parts):
        path = self.path(*parts)
        return path.getFileSystem(self._configuration).exists(path)

    def delete(self, *parts):
        path = self.path(*parts)
        path.getFileSystem(self._configuration).delete(path, True)

    def copy_to_local(self, source, target):
        path = self.path(source)
        path.getFileSystem(self._configuration).copyToLocalFile(False, path, self.path(target), True)


def open_facts(spark, files, history, table):
    """The columns of a fact table as isthmus wants them, in the view `NAME_source`."""
    name = table["name"]
    found = [path for path in (f"{history}/{name}.parquet", f"{history}/{name}") if files.exists(path)]
    if len(found) > 1:
        raise HistoryFault(f"table '{name}' is there as a file and as a folder: keep one of them")
    if not found:
        if table["required"]:
            raise HistoryFault(f"required table '{name}' is missing: Spark reads {name}.parquet or {name}/ of Parquet files")
        absent = ", ".join(f"{column['absent']} AS {quoted(column['name'])}" for column in table["columns"])
        spark.sql(f"SELECT {absent} WHERE false").createOrReplaceTempView(f"{name}_source")
        return 0
    frame = spark.read.option("recursiveFileLookup", "true").option("pathGlobFilter", "*.parquet").parquet(found[0])
    given = {field.name: field.dataType for field in frame.schema.fields}
    known = [column["name"] for column in table["columns"]]
    unknown = [column for column in given if column not in known]
    if unknown and not table["allowExtraColumns"]:
        raise HistoryFault(f"table '{name}' has no column {', '.join(unknown)}: take it out, or pass --allow-extra-columns")
    expressions = []
    for column in table["columns"]:
        if column["name"] not in given:
            if column["required"]:
                raise HistoryFault(f"column '{column['name']}' of table '{name}' is missing")
            expression = column["absent"]
        elif isinstance(given[column["name"]], (DoubleType, FloatType, DecimalType)):
            expression = column["fraction"]
        else:
            expression = column["given"]
        expressions.append(f"{expression} AS {quoted(column['name'])}")
    if table["ordered"]:
        expressions += ["_metadata.file_path AS _file", "_metadata.row_index AS _row"]
    frame.selectExpr(*expressions).createOrReplaceTempView(f"{name}_source")
    return frame.count()


def quoted(name):
    return '"' + name + '"'


def run(job):
    spark = SparkSession.builder.appName("isthmus aggregate").getOrCreate()
    for key, value in job["settings"].items():
        spark.conf.set(key, value)
    files = Files(spark)
    row_counts = {table["name"]: open_facts(spark, files, job["history"], table) for table in job["tables"]}
    days, faults, rows = job["days"], [], {}
    for place, step in enumerate(job["steps"]):
        print(f"isthmus step {place} of {len(job['steps'])}: {step['name']}", flush=True)
        sql = step["sql"]
        if step["use"] == "days":
            first, last = spark.sql(sql).first()
            if first is None:
                raise HistoryFault("the history has no run with a start")
            days = {"from": first if days["from"] is None else days["from"], "to": last if days["to"] is None else days["to"]}
            continue
        sql = sql.replace(":from_day", str(days["from"])).replace(":to_day", str(days["to"]))
        if step["use"] == "check":
            counted = spark.sql(sql).first()
            for place_of_check, check in enumerate(step["checks"]):
                count, example = counted[2 * place_of_check], counted[2 * place_of_check + 1]
                if count:
                    faults.append({**check, "count": count, "example": None if example is None else str(example)})
            continue
        if step["use"] == "stop":
            if faults:
                break
            continue
        frame = spark.sql(sql)
        if step["use"] == "table":
            target = f"{job['staging']}/{step['name']}"
            frame = frame.withColumnRenamed("rowid", "place")
            frame.write.mode("overwrite").parquet(target)
            frame = spark.read.schema(frame.schema).parquet(target)
            rows[step["name"]] = frame.count()
            frame = frame.withColumnRenamed("place", "rowid")
        frame.createOrReplaceTempView(step["name"])
    if not faults and job["into"] is not None:
        for name in job["contents"]:
            files.copy_to_local(f"{job['staging']}/{name}", f"{job['into']}/{name}")
    for name in rows:
        if job["into"] is not None or name not in job["contents"]:
            files.delete(job["staging"], name)
    if faults:
        return {"faults": faults}
    executors = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    return {
        "days": days,
        "rowCounts": row_counts,
        "rows": rows,
        "version": spark.version,
        "executors": len(executors) - 1,
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    try:
        result = run(job)
    except HistoryFault as fault:
        result = {"fault": str(fault)}
    with open(job["result"], "w", encoding="utf-8") as file:
        json.dump(result, file)


main()
