package dev.muster.app;

import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetFactory;
import dev.muster.spi.fleet.FleetListener;
import java.util.ArrayList;
import java.util.List;

/** Opens fleets and closes those that are left, with what runs over them, when a command ends. */
final class OpenFleets implements FleetFactory, AutoCloseable {

  private final FleetFactory factory;
  private final List<Fleet> opened = new ArrayList<>();

  OpenFleets(FleetFactory factory) {
    this.factory = factory;
  }

  @Override
  public synchronized Fleet open(FleetAccess access, FleetListener listener) {
    Fleet fleet = factory.open(access, listener);
    opened.add(fleet);
    return fleet;
  }

  @Override
  public synchronized void close() {
    opened.forEach(Fleet::close);
    opened.clear();
  }
}
