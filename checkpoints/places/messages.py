SENTENCES: dict[str, dict[str, str]] = {
    # floor plans
    "places.picture_too_large": {
        "en": "The picture is larger than {megabytes} MB. Save it smaller.",
        "zh-CN": "图片超过 {megabytes} MB，请缩小后再上传。",
    },
    "places.picture_too_many_pixels": {
        "en": "The picture has more than {megapixels} million pixels. Save it smaller.",
        "zh-CN": "图片超过 {megapixels} 百万像素，请缩小后再上传。",
    },
    "places.picture_unreadable": {
        "en": "The picture could not be read. Send a PNG, JPEG or WebP file.",
        "zh-CN": "无法读取该图片，请上传 PNG、JPEG 或 WebP 文件。",
    },
    "places.scale_points_too_near": {
        "en": "The two points are too near each other. Choose points far apart.",
        "zh-CN": "两点距离太近，请选择相距较远的两点。",
    },
    "places.floor_plan_in_use": {
        "en": "Checkpoints stand on this plan: {names}. Move them first.",
        "zh-CN": "该平面图上还有巡更点：{names}。请先将其移走。",
    },
    # zones and checkpoints
    "places.zone_in_use": {
        "en": "This zone has checkpoints in use: {names}. Move or archive them first.",
        "zh-CN": "该区域内还有在用的巡更点：{names}。请先移走或归档。",
    },
    "places.name_taken": {
        "en": "There is already one called “{name}” on this site. Choose another name.",
        "zh-CN": "该项目已有名为“{name}”的记录，请换一个名称。",
    },
    "places.name_archived": {
        "en": "One called “{name}” is in the archive. Restore it, or choose another name.",
        "zh-CN": "归档中已有“{name}”，请恢复它，或换一个名称。",
    },
    "places.position_incomplete": {
        "en": "A position needs latitude and longitude.",
        "zh-CN": "位置需同时填写纬度和经度。",
    },
    "places.gps_needs_position": {
        "en": "A checkpoint without a tag needs its position on the map.",
        "zh-CN": "仅靠定位的巡更点必须填写经纬度。",
    },
    "places.plan_position_incomplete": {
        "en": "A place on a plan needs the plan and both of its coordinates.",
        "zh-CN": "平面图位置需同时填写平面图及横、纵坐标。",
    },
    "places.reference_unknown": {
        "en": "This is not of the same site, or is in the archive. Choose another.",
        "zh-CN": "所选内容不属于该项目或已归档，请重新选择。",
    },
    "places.checkpoint_on_routes": {
        "en": "These routes stop here: {names}. Take the checkpoint off them first.",
        "zh-CN": "以下路线经过该巡更点：{names}。请先从路线中移除。",
    },
    # tags
    "places.tag_unknown": {
        "en": "This code is not known here. Check it letter by letter.",
        "zh-CN": "未找到该编码，请逐位核对。",
    },
    "places.gps_has_no_tag": {
        "en": "This checkpoint is proven by position alone and has no tag.",
        "zh-CN": "该巡更点仅靠定位，没有标签。",
    },
    # import
    "places.kind_unknown": {
        "en": "Write qr, nfc or gps.",
        "zh-CN": "请填写 qr、nfc 或 gps（二维码、NFC、定位）。",
    },
    "places.number_outside": {
        "en": "Write a number from {low} to {high}.",
        "zh-CN": "请填写 {low} 到 {high} 之间的数字。",
    },
    "places.import_id_unknown": {
        "en": "This site has no checkpoint with this id. Leave the cell empty for a new one.",
        "zh-CN": "该项目没有此编号的巡更点；新增时请留空。",
    },
    "places.import_plan_unknown": {
        "en": "This site has no floor plan called “{name}”. Add it first.",
        "zh-CN": "该项目没有名为“{name}”的平面图，请先上传。",
    },
    "places.import_checklist_unknown": {
        "en": "There is no checklist called “{name}”. Add it first.",
        "zh-CN": "没有名为“{name}”的检查表，请先添加。",
    },
    # labels
    "places.labels_none": {
        "en": "There is nothing to print: no checkpoint with a tag was chosen.",
        "zh-CN": "没有可打印的标签：所选范围内没有带标签的巡更点。",
    },
    "places.labels_untagged": {
        "en": "{count} of the chosen checkpoints have no tag here. Choose again.",
        "zh-CN": "所选巡更点中有 {count} 个在该项目没有可打印的标签，请重新选择。",
    },
    "places.labels_too_many": {
        "en": "Print at most {most} labels at once.",
        "zh-CN": "一次最多打印 {most} 张标签。",
    },
    "places.labels_start_outside": {
        "en": "A sheet of this size holds {most} labels. Choose a start from 1 to {most}.",
        "zh-CN": "该规格每张有 {most} 个标签，请选择 1 到 {most} 的起始位置。",
    },
    "places.labels_font_missing": {
        "en": "The font of printed labels is not installed. Run `make fonts`.",
        "zh-CN": "未安装标签打印字体，请运行 `make fonts`。",
    },
    # routes
    "places.stop_unknown": {
        "en": "These stops are not checkpoints in use on this site: {stops}.",
        "zh-CN": "以下站点不是该项目在用的巡更点：第 {stops} 个。",
    },
    "places.stop_twice": {
        "en": "These stops are on the route already: {stops}. A route visits a checkpoint once.",
        "zh-CN": "以下站点重复：第 {stops} 个。同一路线每个巡更点只能出现一次。",
    },
    "places.route_in_use": {
        "en": "These patrol plans walk this route: {names}. End them first.",
        "zh-CN": "以下巡更计划正在使用该路线：{names}。请先停用计划。",
    },
    "places.walk_floor_change": {
        "en": "Changing floors is counted as 30 m.",
        "zh-CN": "楼层之间按 30 米计。",
    },
    "places.walk_unscaled": {
        "en": "A plan without a scale is taken to be 100 m wide.",
        "zh-CN": "未设比例尺的平面图按宽 100 米计。",
    },
    "places.walk_unknown": {
        "en": "Between checkpoints without a common map or plan, 30 m are counted.",
        "zh-CN": "没有共同地图或平面图的巡更点之间按 30 米计。",
    },
    # checklists
    "places.checklist_item_twice": {
        "en": "Two items have the same id.",
        "zh-CN": "有两个检查项的编号相同。",
    },
    "places.checklist_in_use": {
        "en": "Checkpoints ask for this checklist: {names}. Take it off them first.",
        "zh-CN": "以下巡更点正在使用该检查表：{names}。请先取消关联。",
    },
}
FIELD_SENTENCES = {
    r"Control characters are not taken\.": ("Control characters are not taken.", "不能包含控制字符。"),
    r"Write it in one language at least\.": (
        "Write it in one language at least.",
        "中文和英文至少填写一种。",
    ),
    r"Name it in one language at least\.": (
        "Name it in one language at least.",
        "中文名称和英文名称至少填写一种。",
    ),
}
