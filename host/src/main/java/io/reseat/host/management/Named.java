package io.reseat.host.management;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** The name and meaning of an operation's parameter, which a JMX client would else show as {@code p1}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Named {
    /** One word. */
    @DescriptorKey("name")
    String value();

    /** A sentence for people. */
    @DescriptorKey("description")
    String description();
}
