from guard_api.field_messages import plain

SENTENCES = {
    "scorm.played_already": {
        "en": "This package is the one that is played.",
        "zh-CN": "当前使用的就是该课件。",
    },
    "scorm.too_large": {
        "en": "The package is larger than {megabytes} MB.",
        "zh-CN": "课件包超过 {megabytes} MB。",
    },
    "scorm.too_large_inside": {
        "en": "Unpacked, the package is too large: {path}",
        "zh-CN": "课件包解压后过大：{path}",
    },
    "scorm.too_many_files": {
        "en": "The package holds more than {most} files.",
        "zh-CN": "课件包中的文件超过 {most} 个。",
    },
    "scorm.unreadable": {
        "en": "This is no zip file, or it is damaged. Export the package again.",
        "zh-CN": "不是有效的 zip 文件或文件已损坏，请重新导出课件包。",
    },
    "scorm.encrypted": {
        "en": "The package asks for a password. Export it without one.",
        "zh-CN": "课件包设有密码，请导出不加密的课件包。",
    },
    "scorm.path_unsafe": {
        "en": "The package holds a file whose name is not allowed: {path}",
        "zh-CN": "课件包中有不允许的文件名：{path}",
    },
    "scorm.no_manifest": {
        "en": "The package has no imsmanifest.xml. Is it a SCORM package?",
        "zh-CN": "课件包中没有 imsmanifest.xml，请确认是 SCORM 课件包。",
    },
    "scorm.manifest_unreadable": {
        "en": "The imsmanifest.xml of the package cannot be read.",
        "zh-CN": "无法读取课件包中的 imsmanifest.xml。",
    },
    "scorm.not_scorm": {
        "en": "Only SCORM 1.2 and SCORM 2004 packages can be played.",
        "zh-CN": "仅支持 SCORM 1.2 和 SCORM 2004 课件包。",
    },
    "scorm.no_unit": {
        "en": "The package names nothing that could be started.",
        "zh-CN": "课件包中没有可以启动的内容。",
    },
    "scorm.launch_missing": {
        "en": "The package begins at a file that it does not hold: {path}",
        "zh-CN": "课件包的起始文件不存在：{path}",
    },
    "scorm.not_scorm_module": {
        "en": "This module is no bought course.",
        "zh-CN": "该课程不是外购课件。",
    },
    "scorm.unit_unknown": {
        "en": "The course has no such part.",
        "zh-CN": "课件中没有该部分。",
    },
    "scorm.package_replaced": {
        "en": "The course was replaced by a newer package. Open it again.",
        "zh-CN": "课件已更新，请重新打开。",
    },
}
FIELD_SENTENCES = dict((plain("The data of this part are too long.", "该部分的学习数据过长。"),))
