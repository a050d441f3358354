package io.reseat.host.management;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** The sentence that a JMX client shows for a feature. {@link DescribedBean} reads it from the feature's descriptor. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Description {
    /** A sentence for people, with the unit where there is one. */
    @DescriptorKey("description")
    String value();
}
