"""What is said of a place in a roster that somebody had better not fill."""

from schedules.law.shapes import words

SAYINGS = {
    "called_off": words(
        "{person}已说明{on}不能来“{post}”值班。",
        "{person} has said not to be able to come to {post} {on}.",
    ),
    "qualification": words(
        "{person}{on}在“{post}”值班，但没有有效的“{asked}”。",
        "{person} stands at {post} {on} without a valid “{asked}”.",
    ),
    "grade": words(
        "“{post}”要求职级不低于“{asked}”，{person}{on}尚未达到。",
        "{post} asks for the grade “{asked}” or above; {person} has not reached it {on}.",
    ),
    "site": words(
        "按用工约定，{person}不在“{asked}”值班（{on}）。",
        "{person} does not serve {asked} by the terms agreed ({on}).",
    ),
    "language": words(
        "“{post}”需要语言：{asked}，{person}没有登记（{on}）。",
        "{post} asks for {asked}, which {person} is not known to speak ({on}).",
    ),
    "walking": words(
        "“{post}”步行较多，超出{person}可承担的程度（{on}）。",
        "{post} is more walking than {person} should do ({on}).",
    ),
    "employment": words(
        "{person}{on}不在职。",
        "{person} is not employed {on}.",
    ),
    "leave": words(
        "{person}{on}休假。",
        "{person} is on leave {on}.",
    ),
    "unavailable": words(
        "{person}{on}登记为无法上班。",
        "{person} has said not to be available {on}.",
    ),
    "avoids": words(
        "{person}希望{on}不上该班。",
        "{person} would rather not work this shift {on}.",
    ),
    "apart": words(
        "{person}与{asked}不应同时在同一项目值班（{on}）。",
        "{person} and {asked} are not to work side by side ({on}).",
    ),
    "together": words(
        "{person}希望与{asked}一起值班，{on}未安排在一起。",
        "{person} and {asked} like to work together; {on} they do not.",
    ),
    "least_together": words(
        "“{post}”{on}同时在岗人数不足：{asked}。",
        "{post} has too few people at once {on}: {asked}.",
    ),
}
