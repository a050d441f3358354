package io.reseat.host.binding;

import static java.util.Map.entry;

import io.reseat.api.SecretValue;
import io.reseat.host.model.ByteSizes;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Durations;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How single values become values of the JDK and of the plugin API. Never sees a class of a plugin. */
final class ScalarTypes {
    private static final String WHOLE = "whole number";
    private static final String SIZE = WHOLE + " (or a size such as 64MiB)";

    private final Map<Class<?>, Conversion> conversions;

    /** @param home the directory that relative paths are taken from */
    ScalarTypes(Path home) {
        this.conversions = Map.ofEntries(
                entry(String.class, new Conversion("text", Scalar::text)),
                entry(SecretValue.class, new Conversion("text", scalar -> SecretValue.of(scalar.text()))),
                entry(boolean.class, new Conversion("'true' or 'false'", ScalarTypes::flag)),
                entry(byte.class, whole(WHOLE, Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue)),
                entry(short.class, whole(WHOLE, Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue)),
                entry(int.class, whole(SIZE, Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue)),
                entry(long.class, whole(SIZE, Long.MIN_VALUE, Long.MAX_VALUE, Function.identity())),
                entry(float.class, new Conversion("number", scalar -> finite((float) fraction(scalar), scalar))),
                entry(double.class, new Conversion("number", scalar -> finite(fraction(scalar), scalar))),
                entry(char.class, new Conversion("single character", ScalarTypes::character)),
                entry(BigInteger.class, new Conversion(WHOLE, ScalarTypes::integer)),
                entry(BigDecimal.class, new Conversion("number", ScalarTypes::decimal)),
                entry(Duration.class, of("duration such as 250ms, 3s, 5m, 2h, 1d or PT1M30S", Durations::parse)),
                entry(Instant.class, of("time such as 2026-11-23T08:00:00Z", Instant::parse)),
                entry(LocalDate.class, of("date such as 2026-11-23", LocalDate::parse)),
                entry(LocalTime.class, of("time of day such as 08:30", LocalTime::parse)),
                entry(LocalDateTime.class, of("time such as 2026-11-23T08:30", LocalDateTime::parse)),
                entry(ZoneId.class, of("time zone such as Europe/Berlin or UTC", ZoneId::of)),
                entry(Path.class, of("path", text -> home.resolve(text).normalize())),
                entry(URI.class, of("URI", ScalarTypes::uri)),
                entry(URL.class, of("URL", ScalarTypes::url)),
                entry(UUID.class, of("UUID", UUID::fromString)),
                entry(Charset.class, of("character set such as UTF-8", Charset::forName)),
                entry(Locale.class, of("language tag such as de-DE", Locale::forLanguageTag)),
                entry(Pattern.class, of("regular expression", Pattern::compile)));
    }

    /**
     * How one type is read.
     *
     * @param expected completes "is no …" in a message
     * @param convert throws a {@link RuntimeException} for a value that does not fit; its message is not shown
     */
    record Conversion(String expected, Function<Scalar, Object> convert) {}

    Optional<Conversion> find(Class<?> type) {
        return Optional.ofNullable(conversions.get(primitive(type)));
    }

    private static Class<?> primitive(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).unwrap().returnType();
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
        require(scalar.kind() == Kind.INTEGER);
        return scalar.integer();
    }

    private static double fraction(Scalar scalar) {
        require(scalar.kind() == Kind.INTEGER || scalar.kind() == Kind.DECIMAL);
        if (scalar.kind() == Kind.INTEGER) {
            return scalar.integer().doubleValue();
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
        return scalar.kind() == Kind.INTEGER ? new BigDecimal(scalar.integer()) : new BigDecimal(scalar.text());
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
