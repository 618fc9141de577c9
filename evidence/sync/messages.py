SENTENCES = {
    "sync.envelope_invalid": {
        "en": "The batch is not written as the description says. At most 500 events fit into one.",
        "zh-CN": "数据包格式不符合接口说明；每包最多 500 条。",
    },
    "sync.unreadable": {
        "en": "This record cannot be read. Keep it and show it to your supervisor.",
        "zh-CN": "该记录无法读取，请保留并告知主管。",
    },
    "sync.kind_unknown": {
        "en": "This server does not take records of the kind {kind}. Is the app newer than the server?",
        "zh-CN": "服务器不接收 {kind} 类记录，应用版本可能高于服务器。",
    },
    "sync.event_invalid": {
        "en": "This record has a mistake at {field}: {reason}.",
        "zh-CN": "该记录在 {field} 处有误：{reason}。",
    },
    "sync.event_too_large": {
        "en": "This record is longer than 64 KB. Photos and voice notes are sent apart from it.",
        "zh-CN": "该记录超过 64 KB；照片和语音须单独上传。",
    },
    "sync.time_impossible": {
        "en": "The time of this record cannot be. Set the phone's clock.",
        "zh-CN": "记录时间异常，请校准手机时间。",
    },
    "sync.conflict": {
        "en": "Another record came under the same number before. Both are kept; your supervisor must look.",
        "zh-CN": "相同编号已有另一条记录，两条均已保留，请主管核对。",
    },
    "sync.repeated_in_batch": {
        "en": "Two records of this batch have the same number. Send this one again by itself.",
        "zh-CN": "同一数据包内有两条记录编号相同，请单独重发此条。",
    },
    "sync.not_stored": {
        "en": "This record could not be stored because of a fault on our side. Keep it; we have noted it.",
        "zh-CN": "因系统故障未能保存该记录，请保留，系统已记录此问题。",
    },
}
