SENTENCES = {
    "training.attempt_id_taken": {
        "en": "Another attempt has this id already.",
        "zh-CN": "该编号已用于另一次考试。",
    },
}
