package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.group.GroupConfigs;
import io.apogeemq.broker.offset.ConsumerOffsets;
import io.apogeemq.broker.offset.OffsetFile;
import io.apogeemq.broker.stats.BrokerStats;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.DeleteSubscriptionGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetAllSubscriptionGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetAllSubscriptionGroupResponseHeader;
import io.apogeemq.remoting.protocol.group.GetSubscriptionGroupConfigRequestHeader;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupConfigJson;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupList;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupTable;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of consumer groups: create or change (200, 225), show (352, 201), delete (207).
 *
 * <p>Threads: the admin executor; changes are on disk when they are answered.
 */
public final class GroupAdmin {
    private static final Logger log = LoggerFactory.getLogger(GroupAdmin.class);

    private final GroupConfigs groups;
    private final ConsumerOffsets offsets;
    private final OffsetFile offsetFile;
    private final BrokerStats stats;

    /** Administers these groups; deleting one cleans the others up. */
    public GroupAdmin(
            GroupConfigs groups,
            ConsumerOffsets offsets,
            OffsetFile offsetFile,
            BrokerStats stats) {
        this.groups = requireNonNull(groups, "groups");
        this.offsets = requireNonNull(offsets, "offsets");
        this.offsetFile = requireNonNull(offsetFile, "offsetFile");
        this.stats = requireNonNull(stats, "stats");
    }

    /** Handles UPDATE_AND_CREATE_SUBSCRIPTIONGROUP (200). */
    public void createOrUpdate(RemotingCommand request, Reply reply) {
        save(List.of(SubscriptionGroupConfigJson.fromJson(request.bodyBytes())));
        Answers.done(reply);
    }

    /** Handles UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST (225): all of them or none. */
    public void createOrUpdateAll(RemotingCommand request, Reply reply) {
        save(SubscriptionGroupList.fromJson(request.bodyBytes()).groupConfigList());
        Answers.done(reply);
    }

    private void save(List<SubscriptionGroupConfig> wanted) {
        for (SubscriptionGroupConfig group : wanted) {
            GroupName.problem(group.groupName())
                    .ifPresent(
                            problem -> {
                                throw new RequestRefused(ResponseCode.INVALID_PARAMETER, problem);
                            });
        }
        List<SubscriptionGroupConfig> settled =
                wanted.stream().map(this::settleAttributes).toList();
        groups.putAll(settled);
        settled.forEach(group -> log.info("group settings changed settings={}", group));
    }

    /** Tools send attributes as changes: {@code +key} sets one, {@code -key} takes it away. */
    private SubscriptionGroupConfig settleAttributes(SubscriptionGroupConfig wanted) {
        SubscriptionGroupConfig present = groups.findOrNull(wanted.groupName());
        Map<String, String> attributes =
                present == null ? new HashMap<>() : new HashMap<>(present.attributes());
        wanted.attributes()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith("+")) {
                                attributes.put(key.substring(1), value);
                            } else if (key.startsWith("-")) {
                                attributes.remove(key.substring(1));
                            } else {
                                attributes.put(key, value);
                            }
                        });
        return wanted.toBuilder().attributes(attributes).build();
    }

    /** Handles GET_SUBSCRIPTIONGROUP_CONFIG (352). */
    public void show(RemotingCommand request, Reply reply) {
        String name = GetSubscriptionGroupConfigRequestHeader.read(request.fields()).group();
        SubscriptionGroupConfig group = groups.findOrNull(name);
        if (group == null) {
            reply.fail(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + name + "] does not exist");
            return;
        }
        Answers.body(reply, SubscriptionGroupConfigJson.body(group));
    }

    /** Handles GET_ALL_SUBSCRIPTIONGROUP_CONFIG (201), all at once or page by page. */
    public void showAll(RemotingCommand request, Reply reply) {
        var header = GetAllSubscriptionGroupRequestHeader.read(request.fields());
        SubscriptionGroupTable table = groups.table();
        int total = table.groups().size();
        SubscriptionGroupTable page =
                header.maxGroupNum() <= 0
                        ? table
                        : new SubscriptionGroupTable(
                                table.dataVersion(),
                                page(table.groups(), header.groupSeq(), header.maxGroupNum()),
                                table.forbiddenTable());
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        new GetAllSubscriptionGroupResponseHeader(total),
                        page.toJson()));
    }

    private static Map<String, SubscriptionGroupConfig> page(
            Map<String, SubscriptionGroupConfig> groups, int first, int most) {
        Map<String, SubscriptionGroupConfig> page = new LinkedHashMap<>();
        groups.values().stream()
                .skip(Math.max(first, 0))
                .limit(most)
                .forEach(group -> page.put(group.groupName(), group));
        return page;
    }

    /** Handles DELETE_SUBSCRIPTIONGROUP (207). Deleting what is not there is done already. */
    public void delete(RemotingCommand request, Reply reply) {
        var header = DeleteSubscriptionGroupRequestHeader.read(request.fields());
        if (groups.remove(header.groupName())) {
            log.info(
                    "group deleted group={} withOffsets={}",
                    header.groupName(),
                    header.cleanOffset());
        }
        stats.removeGroup(header.groupName());
        if (header.cleanOffset()) {
            offsets.removeGroup(header.groupName());
            offsetFile.writeIfChanged();
        }
        Answers.done(reply);
    }
}
