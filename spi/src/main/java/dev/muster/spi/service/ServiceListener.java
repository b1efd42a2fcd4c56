package dev.muster.spi.service;

import dev.muster.model.Node;

/** Hears how a deployment goes, from any thread. */
public interface ServiceListener {

  /** Hears nothing. */
  ServiceListener NONE = new ServiceListener() {};

  /** A line for people. */
  default void message(String line) {}

  /** Bytes that have arrived at a node. */
  default void shipped(Node node, long bytes, long total) {}
}
