package io.reseat.host.management;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** What an operation does to the host. Some clients never show the impact, so that its description says it too. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Effect {
    /** {@link javax.management.MBeanOperationInfo#INFO} or {@link javax.management.MBeanOperationInfo#ACTION}. */
    @DescriptorKey("impact")
    int value();
}
