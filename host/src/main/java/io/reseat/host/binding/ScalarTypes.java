package io.reseat.host.binding;

import io.reseat.api.SecretValue;
import io.reseat.host.model.ByteSizes;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Durations;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How single values become values of the JDK and of the plugin API. Never sees a class of a plugin. */
final class ScalarTypes {
    private static final int MOST_DIGITS = 1000; // more would only cost time
    private static final String WHOLE = "whole number";
    private static final String SIZE = WHOLE + " (or a size such as 64MiB)";

    private final Path home;

    /** @param home the directory that relative paths are taken from */
    ScalarTypes(Path home) {
        this.home = home;
    }

    /**
     * How one type is read.
     *
     * @param expected completes "is no …" in a message
     * @param convert throws a {@link RuntimeException} for a value that does not fit; its message is not shown
     */
    record Conversion(String expected, Function<Scalar, Object> convert) {}

    /** How a type is read; empty where it is no single value of the JDK or the API. */
    Optional<Conversion> find(Class<?> type) {
        if (type.getClassLoader() != null && type != SecretValue.class) {
            return Optional.empty();
        }
        return Optional.ofNullable(primitive(type).isPrimitive() ? number(primitive(type)) : value(type));
    }

    /** By name, so that only the conversions that somebody needs cost their first use. */
    private static @Nullable Conversion number(Class<?> type) {
        return switch (type.getName()) {
            case "boolean" -> new Conversion("'true' or 'false'", ScalarTypes::flag);
            case "byte" -> whole(WHOLE, Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue);
            case "short" -> whole(WHOLE, Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue);
            case "int" -> whole(SIZE, Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
            case "long" -> whole(SIZE, Long.MIN_VALUE, Long.MAX_VALUE, Function.identity());
            case "float" -> new Conversion("number", scalar -> finite((float) fraction(scalar), scalar));
            case "double" -> new Conversion("number", scalar -> finite(fraction(scalar), scalar));
            case "char" -> new Conversion("single character", ScalarTypes::character);
            default -> null;
        };
    }

    private @Nullable Conversion value(Class<?> type) {
        return switch (type.getName()) {
            case "java.lang.String" -> new Conversion("text", Scalar::text);
            case "io.reseat.api.SecretValue" -> new Conversion("text", scalar -> SecretValue.of(scalar.text()));
            case "java.math.BigInteger" -> new Conversion(WHOLE, ScalarTypes::integer);
            case "java.math.BigDecimal" -> new Conversion("number", ScalarTypes::decimal);
            case "java.nio.file.Path" -> of("path", text -> home.resolve(text).normalize());
            case "java.net.URI" -> of("URI", ScalarTypes::uri);
            case "java.net.URL" -> of("URL", ScalarTypes::url);
            case "java.util.UUID" -> of("UUID", UUID::fromString);
            case "java.util.Locale" -> of("language tag such as de-DE", Locale::forLanguageTag);
            case "java.util.regex.Pattern" -> of("regular expression", Pattern::compile);
            case "java.nio.charset.Charset" -> of("character set such as UTF-8", Charset::forName);
            default -> time(type);
        };
    }

    private static @Nullable Conversion time(Class<?> type) {
        return switch (type.getName()) {
            case "java.time.Duration" -> of("duration such as 250ms, 3s, 5m, 2h, 1d or PT1M30S", Durations::parse);
            case "java.time.Instant" -> of("time such as 2026-11-23T08:00:00Z", Instant::parse);
            case "java.time.LocalDate" -> of("date such as 2026-11-23", LocalDate::parse);
            case "java.time.LocalTime" -> of("time of day such as 08:30", LocalTime::parse);
            case "java.time.LocalDateTime" -> of("time such as 2026-11-23T08:30", LocalDateTime::parse);
            case "java.time.ZoneId" -> of("time zone such as Europe/Berlin or UTC", ZoneId::of);
            default -> null;
        };
    }

    private static Class<?> primitive(Class<?> type) {
        return MethodType.methodType(type).unwrap().returnType();
    }

    private static Conversion of(String expected, Function<String, ?> parse) {
        return new Conversion(expected, scalar -> parse.apply(scalar.text()));
    }

    private static Conversion whole(String expected, long least, long most, Function<Long, ?> narrow) {
        boolean sized = expected.equals(SIZE);
        return new Conversion(expected, scalar -> {
            long value = sized && hasUnit(scalar)
                    ? ByteSizes.parse(scalar.text())
                    : integer(scalar).longValueExact();
            if (value < least || value > most) {
                throw new ArithmeticException("out of range");
            }
            return narrow.apply(value);
        });
    }

    private static boolean hasUnit(Scalar scalar) {
        String text = scalar.text();
        return scalar.kind() == Kind.STRING && !text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1));
    }

    private static BigInteger integer(Scalar scalar) {
        require(scalar.kind() == Kind.INTEGER && scalar.text().length() <= MOST_DIGITS);
        return scalar.integer();
    }

    private static double fraction(Scalar scalar) {
        require(scalar.kind() == Kind.INTEGER || scalar.kind() == Kind.DECIMAL);
        if (scalar.kind() == Kind.INTEGER) {
            return integer(scalar).doubleValue();
        }
        return switch (scalar.text().toLowerCase(Locale.ROOT)) {
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            case ".nan" -> Double.NaN;
            default -> Double.parseDouble(scalar.text());
        };
    }

    /** A number in digits must not become infinite for being too large. */
    private static double finite(double value, Scalar scalar) {
        require(!Double.isInfinite(value)
                || scalar.text().toLowerCase(Locale.ROOT).endsWith(".inf"));
        return value;
    }

    private static float finite(float value, Scalar scalar) {
        finite((double) value, scalar);
        return value;
    }

    private static BigDecimal decimal(Scalar scalar) {
        require(scalar.kind() == Kind.INTEGER || scalar.kind() == Kind.DECIMAL);
        require(scalar.text().length() <= MOST_DIGITS);
        return scalar.kind() == Kind.INTEGER ? new BigDecimal(integer(scalar)) : new BigDecimal(scalar.text());
    }

    private static Object flag(Scalar scalar) {
        require(scalar.kind() == Kind.BOOLEAN);
        return scalar.text().equalsIgnoreCase("true");
    }

    private static Object character(Scalar scalar) {
        require(scalar.text().length() == 1);
        return scalar.text().charAt(0);
    }

    private static URI uri(String text) {
        require(!text.isBlank());
        return URI.create(text);
    }

    private static URL url(String text) {
        try {
            return uri(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
