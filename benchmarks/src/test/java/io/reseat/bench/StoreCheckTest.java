package io.reseat.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCheckTest {
    @TempDir
    Path store;

    @Test
    void aStagedFileThatWasNeverWholeIsCounted() throws Exception {
        byte[] content = {1, 2, 3};
        StoreCheck check = new StoreCheck(store);
        check.expect(content);
        Files.createDirectory(store.resolve(StoreCheck.sha256(content)));
        Files.createDirectory(store.resolve("tmp-1234"));
        check.look();
        assertEquals(0, check.strangers());

        Files.createDirectory(store.resolve(StoreCheck.sha256(new byte[] {1, 2})));
        check.look();
        check.look();
        assertEquals(1, check.strangers());
    }
}
