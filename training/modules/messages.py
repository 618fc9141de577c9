SENTENCES = {
    "training.code_taken": {
        "en": "There is already a module with the code {taken}.",
        "zh-CN": "课程代码 {taken} 已存在。",
    },
    "training.nothing_to_publish": {
        "en": "There is no draft. Change something first.",
        "zh-CN": "没有草稿，请先修改内容。",
    },
    "training.not_ready": {
        "en": "The draft lacks something. See the marked places.",
        "zh-CN": "草稿还不完整，请看标出的位置。",
    },
    "training.title_needed": {"en": "A title is needed.", "zh-CN": "请填写标题。"},
    "training.lesson_needed": {"en": "At least one lesson is needed.", "zh-CN": "至少需要一节课。"},
    "training.lesson_empty": {"en": "This lesson has no text.", "zh-CN": "这节课没有内容。"},
    "training.too_few_questions": {
        "en": "The bank has fewer questions than one paper asks.",
        "zh-CN": "题库题目少于一份试卷所需数量。",
    },
    "training.played_elsewhere": {
        "en": "A bought course cannot be edited here.",
        "zh-CN": "外购课件不能在此编辑。",
    },
    "training.lesson_unknown": {
        "en": "The module has no lesson {lesson}.",
        "zh-CN": "课程中没有“{lesson}”这节课。",
    },
    "training.picture_unknown": {
        "en": "The module has no picture {name}. Upload it first.",
        "zh-CN": "课程中没有图片 {name}，请先上传。",
    },
    "training.key_taken": {
        "en": "There is already a question with the key {key}.",
        "zh-CN": "题目代码 {key} 已存在。",
    },
    "training.not_the_newest": {
        "en": "This question has a newer revision. Load it again.",
        "zh-CN": "该题目已有新版本，请重新加载。",
    },
    "training.retired_already": {"en": "This question is retired already.", "zh-CN": "该题目已停用。"},
    "training.question_text_needed": {"en": "The question needs a text.", "zh-CN": "请填写题目。"},
    "training.question_options_number": {
        "en": "A question needs 2 to 8 options.",
        "zh-CN": "每题需要 2 至 8 个选项。",
    },
    "training.question_option_empty": {"en": "An option has no text.", "zh-CN": "有选项没有内容。"},
    "training.question_option_twice": {
        "en": "Two options have the same key.",
        "zh-CN": "有两个选项代码相同。",
    },
    "training.question_order_has_no_right": {
        "en": "Options of an order are written in the right order; none is marked.",
        "zh-CN": "排序题按正确顺序填写选项，不标记正确项。",
    },
    "training.question_true_false": {
        "en": "True or false has two options: true, then false.",
        "zh-CN": "判断题有两个选项：先“对”，后“错”。",
    },
    "training.question_right_needed": {
        "en": "At least one option must be right.",
        "zh-CN": "至少有一个正确选项。",
    },
    "training.question_one_right": {
        "en": "Exactly one option must be right.",
        "zh-CN": "必须有且只有一个正确选项。",
    },
    "training.kind_unknown": {
        "en": "Write single, multiple, true_false or order.",
        "zh-CN": "请填写 single、multiple、true_false 或 order。",
    },
    "training.level_unknown": {"en": "Write 1, 2 or 3.", "zh-CN": "请填写 1、2 或 3。"},
    "training.gift_unreadable": {
        "en": "Line {line}: this is not GIFT as Moodle writes it.",
        "zh-CN": "第 {line} 行：不是 Moodle 的 GIFT 格式。",
    },
    "training.gift_kind": {
        "en": "Questions of this kind cannot be taken: only choices, true/false and orders.",
        "zh-CN": "不支持此题型：只支持选择、判断和排序题。",
    },
    "training.file_too_large": {
        "en": "The file is larger than {megabytes} MB.",
        "zh-CN": "文件超过 {megabytes} MB。",
    },
    "training.file_type": {
        "en": "Pictures (PNG, JPEG, WebP, plain SVG), sound (MP3, M4A, OGG) and films (MP4, WebM) are taken.",
        "zh-CN": "支持图片（PNG、JPEG、WebP、不含脚本的 SVG）、声音（MP3、M4A、OGG）和视频（MP4、WebM）。",
    },
}
FIELD_SENTENCES = {
    r"Two have the same key\.": ("Two have the same key.", "有两项代码相同。"),
}
