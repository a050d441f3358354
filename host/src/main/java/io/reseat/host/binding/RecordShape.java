package io.reseat.host.binding;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.reseat.api.Secret;
import io.reseat.api.SecretValue;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a record wants: its components and its canonical constructor. Kept by a {@link Binder} only, because it holds
 * classes of a plugin.
 */
record RecordShape(Class<?> type, Constructor<?> constructor, List<Component> components) {
    private static final String ANNOTATIONS = "com.fasterxml.jackson.annotation.";

    /**
     * One component.
     *
     * @param keys the keys that it is written under; the first one is shown
     * @param secret whether its value is never shown
     * @param required whether it must be there even if its type could be null
     * @param fallback what an absent key stands for, as text
     */
    record Component(Set<String> keys, Type type, boolean secret, boolean required, Optional<String> fallback) {
        String key() {
            return keys.iterator().next();
        }
    }

    /**
     * Looks at a record.
     *
     * @throws IllegalArgumentException with a readable message if it cannot be bound
     * @throws LinkageError if a class that it names is missing
     */
    static RecordShape of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Class<?>[] types =
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordShape(
                    type,
                    constructor,
                    Stream.of(components).map(RecordShape::component).toList());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "the record " + type.getName() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Component component(RecordComponent component) {
        Annotated annotated = Annotated.of(component);
        Optional<JsonProperty> property = annotated.find(JsonProperty.class);
        Set<String> keys = new LinkedHashSet<>();
        property.map(JsonProperty::value).filter(name -> !name.isEmpty()).ifPresent(keys::add);
        if (keys.isEmpty()) {
            keys.add(KebabCase.of(component.getName()));
            keys.add(component.getName());
        }
        annotated.find(JsonAlias.class).ifPresent(alias -> keys.addAll(Arrays.asList(alias.value())));
        boolean secret = annotated.find(Secret.class).isPresent() || component.getType() == SecretValue.class;
        return new Component(
                keys,
                component.getGenericType(),
                secret,
                property.isPresent() && property.get().required(),
                property.map(JsonProperty::defaultValue).filter(text -> !text.isEmpty()));
    }

    /** The annotations of a component: where they are kept depends on their targets. */
    private record Annotated(List<Annotation> annotations) {
        static Annotated of(RecordComponent component) {
            Field field;
            try {
                field = component.getDeclaringRecord().getDeclaredField(component.getName());
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("every record component has a field", e);
            }
            List<Annotation> all = Stream.of(
                            component.getAnnotations(),
                            field.getAnnotations(),
                            component.getAccessor().getAnnotations())
                    .flatMap(Stream::of)
                    .toList();
            all.forEach(annotation -> refuseCopy(component, annotation.annotationType()));
            return new Annotated(all);
        }

        /** An annotation that the plugin carries itself is another class, and would be ignored without a word. */
        private static void refuseCopy(RecordComponent component, Class<?> annotation) {
            if (annotation.getName().startsWith(ANNOTATIONS)
                    && !Objects.equals(annotation.getClassLoader(), JsonProperty.class.getClassLoader())) {
                throw new IllegalArgumentException("the annotation @" + annotation.getSimpleName() + " of '"
                        + component.getName() + "' is a copy that the plugin carries; leave jackson-annotations out of"
                        + " the plugin, the host has it");
            }
        }

        <A extends Annotation> Optional<A> find(Class<A> type) {
            return annotations.stream().filter(type::isInstance).map(type::cast).findFirst();
        }
    }
}
