package dev.muster.reports.gantt;

/**
 * Colours of nodes, told apart with every common kind of colour blindness: the palette of Okabe and
 * Ito (2008) without its black and its vermilion, which marks failures. After seven nodes the
 * colours come again.
 */
public final class NodeColors {

  /** A failed task, as {@code 0xRRGGBB}. */
  public static final int FAILED = 0xC2291F;

  private static final int[] PALETTE = {
    0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0x56B4E9, 0x8C6BB1, 0xB8A800
  };

  private NodeColors() {}

  /** The colour of a node by its place, as {@code 0xRRGGBB}. */
  public static int of(int node) {
    return PALETTE[node % PALETTE.length];
  }

  /** How many nodes have a colour of their own. */
  public static int count() {
    return PALETTE.length;
  }
}
