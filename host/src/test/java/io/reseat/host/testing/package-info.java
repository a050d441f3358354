/** What tests of several packages share: plugins that are compiled while a test runs. */
package io.reseat.host.testing;
