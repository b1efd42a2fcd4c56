package dev.muster.reports.gantt;

import dev.muster.model.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one worker did.
 *
 * @param worker the worker
 * @param node place of its node among the chart's nodes, from 0
 * @param bars by start
 */
public record Row(Worker worker, int node, List<Bar> bars) {

  public Row {
    bars = Collections.unmodifiableList(bars);
  }

  /** {@code node: ip: pid}, contract 4.7. */
  public String label() {
    return worker.node() + ": " + worker.address() + ": " + worker.pid();
  }

  /**
   * Draws bars together that span no more than the resolution, in microseconds, from the first
   * one's start to the last one's end. Two bars that follow each other span more than that, so a
   * row has at most {@code 2 * span / resolution + 1} of them.
   */
  Row merged(long resolution) {
    List<Bar> merged = new ArrayList<>();
    for (Bar bar : bars) {
      int last = merged.size() - 1;
      if (last >= 0 && bar.end() - merged.get(last).start() <= resolution) {
        merged.set(last, merged.get(last).with(bar));
      } else {
        merged.add(bar);
      }
    }
    return new Row(worker, node, merged);
  }
}
