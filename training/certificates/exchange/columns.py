"""The table of papers that HR brings.

A person is named by employee number, phone number, e-mail, or a name that nobody else has.
"""

from guard_api.tables import Column
from people.exchange.columns import day

COLUMNS = (
    Column("person", "Person", "人员", required=True, longest=254, example="JL-007"),
    Column("type", "Certificate", "证书类型", required=True, longest=100, example="保安员证"),
    Column("number", "Number", "编号", longest=60, example="沪公保 2019-00812"),
    Column("issued_on", "Issued on", "发证日期", required=True, read=day, example="2019-05-06"),
    Column("expires_on", "Last day", "有效期至", read=day),
    Column("issuer", "Issued by", "发证机构", longest=100, example="上海市公安局"),
)
