package io.reseat.host.management;

import io.reseat.host.model.HostEvent;
import java.util.concurrent.Executor;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bean that tells events. Events come from one thread of the host, which counts them whether anybody listens or not, so
 * that a gap in the sequence numbers shows a loss; listeners come from any thread and are called by the delivery's.
 */
abstract class EmittingBean extends DescribedBean implements NotificationEmitter {
    private final ObjectName name;
    private final Executor delivery;
    private @Nullable volatile NotificationBroadcasterSupport
            listeners; // none until somebody listens: it would double the bean
    private final boolean made;
    private long told;

    EmittingBean(Class<?> mxbean, ObjectName name, Executor delivery) {
        super(mxbean);
        this.name = name;
        this.delivery = delivery;
        this.made = true;
    }

    /** Tells an event; never waits for a listener. */
    final void tell(HostEvent event) {
        told++;
        NotificationBroadcasterSupport now = listeners;
        if (now != null) {
            Notification notification = notification(event);
            delivery.execute(() -> now.sendNotification(notification)); // filters are code of others too
        }
    }

    private Notification notification(HostEvent event) {
        Notification notification = new Notification(
                EventText.type(event), name, told, event.at().toEpochMilli(), EventText.message(event));
        notification.setUserData(EventText.data(event));
        return notification;
    }

    @Override
    final MBeanNotificationInfo[] emitted() {
        return EventText.INFO;
    }

    /** While a bean is made the JDK asks too, and would keep a description with them of its own in each of them. */
    @Override
    public final MBeanNotificationInfo[] getNotificationInfo() {
        return made ? EventText.INFO.clone() : new MBeanNotificationInfo[0];
    }

    @Override
    public final synchronized void addNotificationListener(
            NotificationListener listener, @Nullable NotificationFilter filter, @Nullable Object handback) {
        NotificationBroadcasterSupport now = listeners;
        if (now == null) {
            now = new Broadcaster();
            listeners = now;
        }
        now.addNotificationListener(listener, filter, handback);
    }

    @Override
    public final void removeNotificationListener(NotificationListener listener) throws ListenerNotFoundException {
        known().removeNotificationListener(listener);
    }

    @Override
    public final void removeNotificationListener(
            NotificationListener listener, @Nullable NotificationFilter filter, @Nullable Object handback)
            throws ListenerNotFoundException {
        known().removeNotificationListener(listener, filter, handback);
    }

    private NotificationBroadcasterSupport known() throws ListenerNotFoundException {
        NotificationBroadcasterSupport now = listeners;
        if (now == null) {
            throw new ListenerNotFoundException("this listener was never added");
        }
        return now;
    }

    /** Calls listeners on the delivery's thread, which none of them can end. */
    private static final class Broadcaster extends NotificationBroadcasterSupport {
        private static final Logger LOG = LoggerFactory.getLogger(Broadcaster.class);

        @Override
        protected void handleNotification(
                NotificationListener listener, Notification notification, @Nullable Object handback) {
            try {
                listener.handleNotification(notification, handback);
            } catch (Throwable e) {
                LOG.warn("a listener failed on {}", notification.getType(), e);
            }
        }
    }
}
