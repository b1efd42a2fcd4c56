package dev.muster.model;

/** The files of a results folder that can be renamed; contract 4.2 {@code filename}. */
public enum ResultFile {
  RESULTS("results.csv"),
  LOGS("logs.csv"),
  ERRORS("errors.csv"),
  PERFORMANCE("performance.txt"),
  GANTT("runtime.png");

  private final String defaultName;

  ResultFile(String defaultName) {
    this.defaultName = defaultName;
  }

  /** The name where the project gives none. */
  public String defaultName() {
    return defaultName;
  }
}
