package dev.muster.model;

/** A name and a value that a report shows. */
public record Fact(String name, String value) {}
