package io.reseat.samples.fileimport;

import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;

/** Makes importers. The host finds it through {@code META-INF/services}. */
public final class FileImportFactory implements TaskFactory<FileImportConfig> {
    @Override
    public String type() {
        return "file-import";
    }

    @Override
    public Class<FileImportConfig> configType() {
        return FileImportConfig.class;
    }

    /** Opens nothing yet: the predecessor may still hold the database. */
    @Override
    public Task create(FileImportConfig config, TaskContext context) {
        return new FileImport(config, context);
    }
}
