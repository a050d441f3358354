package io.reseat.host.management;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * An MXBean whose descriptions come from annotations and whose failures are plain JDK exceptions. All beans of one kind
 * share one {@link MBeanInfo}, which makes ten thousand of them cheap. Called by any JMX thread.
 */
abstract class DescribedBean extends StandardMBean {
    private static final Map<Class<?>, MBeanInfo> INFOS = new ConcurrentHashMap<>();
    private static final MBeanNotificationInfo[] SILENT = {};

    DescribedBean(Class<?> mxbean) {
        super(mxbean, true);
    }

    /** What this kind of bean emits; the same for all beans of a kind. */
    MBeanNotificationInfo[] emitted() {
        return SILENT;
    }

    @Override
    public final MBeanInfo getMBeanInfo() {
        MBeanInfo known = INFOS.get(getMBeanInterface());
        return known != null ? known : INFOS.computeIfAbsent(getMBeanInterface(), type -> describe());
    }

    private MBeanInfo describe() {
        MBeanInfo info = super.getMBeanInfo();
        return new MBeanInfo(
                info.getClassName(),
                info.getDescription(),
                info.getAttributes(),
                info.getConstructors(),
                info.getOperations(),
                emitted(),
                info.getDescriptor());
    }

    @Override
    protected final void cacheMBeanInfo(MBeanInfo info) {} // kept once for each kind, not in each bean

    @Override
    public final Object getAttribute(String attribute) throws AttributeNotFoundException {
        try {
            return super.getAttribute(attribute);
        } catch (AttributeNotFoundException e) {
            throw e;
        } catch (Throwable e) {
            throw Boundary.plain("attribute " + attribute, e);
        }
    }

    @Override
    public final void setAttribute(Attribute attribute) {
        throw new IllegalArgumentException("attribute " + attribute.getName() + " cannot be set; edit the task's file");
    }

    @Override
    public final Object invoke(String operation, Object[] arguments, String[] signature) {
        try {
            return super.invoke(operation, arguments, signature);
        } catch (Throwable e) {
            throw Boundary.plain(operation, e);
        }
    }

    @Override
    protected final String getDescription(MBeanInfo info) {
        return text(info.getDescriptor().getFieldValue("description"), super.getDescription(info));
    }

    @Override
    protected final String getDescription(MBeanFeatureInfo feature) {
        String said = text(feature.getDescriptor().getFieldValue("description"), super.getDescription(feature));
        if (!(feature instanceof MBeanOperationInfo operation)) {
            return said;
        }
        return said + (getImpact(operation) == MBeanOperationInfo.INFO ? " [INFO: only reads]" : " [ACTION: changes]");
    }

    @Override
    protected final String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int position) {
        return text(parameter.getDescriptor().getFieldValue("description"), parameter.getName());
    }

    @Override
    protected final String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int position) {
        return text(parameter.getDescriptor().getFieldValue("name"), parameter.getName());
    }

    @Override
    protected final int getImpact(MBeanOperationInfo operation) {
        return operation.getDescriptor().getFieldValue("impact") instanceof Integer impact
                ? impact
                : MBeanOperationInfo.UNKNOWN;
    }

    private static String text(@Nullable Object annotated, String otherwise) {
        return annotated instanceof String said ? said : otherwise;
    }
}
