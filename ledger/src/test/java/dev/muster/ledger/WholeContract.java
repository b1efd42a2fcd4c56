package dev.muster.ledger;

import dev.muster.spi.ledger.Ledger;
import dev.muster.testkit.ledger.CancelsContract;
import dev.muster.testkit.ledger.ChainsContract;
import dev.muster.testkit.ledger.ClustersContract;
import dev.muster.testkit.ledger.IntentsContract;
import dev.muster.testkit.ledger.JobsContract;
import dev.muster.testkit.ledger.LeasesContract;
import dev.muster.testkit.ledger.PipelinesContract;
import dev.muster.testkit.ledger.RunsContract;
import dev.muster.testkit.ledger.TasksContract;
import dev.muster.testkit.ledger.TransactionsContract;
import org.junit.jupiter.api.Nested;

/** Every part of the ledger's contract, on the ledger of a subclass. */
abstract class WholeContract {

  /** A ledger with nothing in it. */
  abstract Ledger open();

  @Nested
  class Leases extends LeasesContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Runs extends RunsContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Tasks extends TasksContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Intents extends IntentsContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Transactions extends TransactionsContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Clusters extends ClustersContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Jobs extends JobsContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Chains extends ChainsContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Cancels extends CancelsContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }

  @Nested
  class Pipelines extends PipelinesContract {
    @Override
    protected Ledger openEmpty() {
      return open();
    }
  }
}
