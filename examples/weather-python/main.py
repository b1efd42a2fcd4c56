"""Days and the warmest day of each month and city: main.py COMPONENT GENERAL_INI COMPONENT_INI."""

import configparser
import csv
import sys
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as f


def months(spark, settings):
    """Reads the files of stations, writes a table of months."""
    paths = settings["Paths"]
    files = str(Path(paths["landing_dir"], settings["Months"]["files"]))
    days = spark.read.option("header", True).csv(files).select(
        f.regexp_extract(f.input_file_name(), r"([a-z-]+)-\d{4}\.csv$", 1).alias("station"),
        f.substring("date", 1, 7).alias("month"),
        f.col("temp_max").cast("double").alias("temp_max"),
    )
    table = days.groupBy("station", "month").agg(
        f.count(f.lit(1)).alias("days"), f.max("temp_max").alias("temp_max")
    )
    table.write.mode("overwrite").parquet(paths["months_dir"])


def export(spark, settings):
    """Writes the table of months as one file, in the order of stations and months."""
    paths = settings["Paths"]
    columns = settings["Export"]["columns"].split(",")
    rows = spark.read.parquet(paths["months_dir"]).orderBy("station", "month").collect()
    with open(paths["export"], "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row[column] for column in columns] for row in rows)


def main(component, *files):
    settings = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation())
    for file in files:
        with open(file, encoding="utf-8") as text:
            settings.read_file(text)
    spark = SparkSession.builder.appName(component).getOrCreate()
    try:
        {"Months": months, "Export": export}[component](spark, settings)
    finally:
        spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
