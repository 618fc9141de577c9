SENTENCES = {
    "uploads.version": {
        "en": "Uploads here speak tus 1.0.0.",
        "zh-CN": "此处上传使用 tus 1.0.0 协议。",
    },
    "uploads.metadata": {
        "en": "Upload-Metadata needs sha256 (64 hexadecimal digits) and type.",
        "zh-CN": "Upload-Metadata 需包含 sha256（64 位十六进制）和 type。",
    },
    "uploads.type_unknown": {
        "en": "Only JPEG, PNG and WEBP photos and voice notes (webm, ogg, m4a, wav) are taken.",
        "zh-CN": "只接收 JPEG、PNG、WEBP 照片和语音（webm、ogg、m4a、wav）。",
    },
    "uploads.too_large": {
        "en": "This file is larger than {megabytes} MB. Send a smaller one.",
        "zh-CN": "文件超过 {megabytes} MB，请发送较小的文件。",
    },
    "uploads.too_long": {
        "en": "More bytes came than were announced. Ask for the offset and go on from there.",
        "zh-CN": "收到的字节多于声明的大小，请查询进度后继续上传。",
    },
    "uploads.other_offset": {
        "en": "The upload stands at another place. Ask for the offset and go on from there.",
        "zh-CN": "上传进度不一致，请查询进度后继续上传。",
    },
    "uploads.hash_differs": {
        "en": "The bytes that arrived are not those announced. Send the file again from the start.",
        "zh-CN": "收到的内容与声明不符，请从头重新上传。",
    },
    "uploads.too_many_pixels": {
        "en": "This picture is too large to open (50 megapixels at most). Take it again at a smaller size.",
        "zh-CN": "图片过大（最多 5000 万像素），请以较小尺寸重新拍摄。",
    },
    "uploads.unreadable": {
        "en": "This picture is damaged and cannot be opened. Take it again.",
        "zh-CN": "图片已损坏，无法打开，请重新拍摄。",
    },
    "uploads.gone": {
        "en": "This file is not kept here any more.",
        "zh-CN": "该文件已不再保存。",
    },
}
