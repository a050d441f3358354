package io.reseat.host.management;

import java.util.List;

/** {@code io.reseat:type=Plugin,name=<id>}: one plugin with all its versions. Attributes are as of the moment they are read. */
@Description("One plugin with all its versions")
public interface PluginMXBean {
    @Description("Id of the plugin")
    String getId();

    @Description("Versions that are present or still run, and the tasks that run on each")
    List<VersionRow> getVersions();

    @Description("Tasks that run on this plugin")
    List<String> getUsedBy();

    @Description("Files of this plugin that were refused, and why")
    List<String> getRefused();
}
