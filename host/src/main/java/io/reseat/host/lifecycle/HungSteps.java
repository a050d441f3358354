package io.reseat.host.lifecycle;

/**
 * The steps of one generation that heed no interrupt and were left alone. While one hangs the generation is asked for
 * nothing; its close follows on the thread of the one that ends last. Safe from any thread.
 */
final class HungSteps {
    private int hanging;
    private boolean closeLater;

    /** A call of a step begins. */
    Step step() {
        return new Step();
    }

    /** One call of a step. */
    final class Step {
        private boolean over;
        private boolean hung;

        /** It is left alone. */
        void leftAlone() {
            synchronized (HungSteps.this) {
                if (!over) {
                    hung = true;
                    hanging++;
                }
            }
        }

        /** It ends, on the calling thread; whether that thread has to close the generation now. */
        boolean ended() {
            synchronized (HungSteps.this) {
                over = true;
                hanging -= hung ? 1 : 0;
                boolean closes = hung && hanging == 0 && closeLater;
                closeLater &= !closes;
                return closes;
            }
        }
    }

    /** Whether one hangs now. */
    synchronized boolean any() {
        return hanging > 0;
    }

    /** Whether the close has to wait, and then follows by itself. */
    synchronized boolean putOffClose() {
        closeLater = hanging > 0;
        return closeLater;
    }
}
