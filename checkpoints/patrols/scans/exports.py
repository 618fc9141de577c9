"""Scans as a table of a spreadsheet."""

from guard_api.tables import Column

COLUMNS = (
    Column("occurred_at", "Scanned at (UTC)", "扫码时间(UTC)"),
    Column("received_at", "Received at (UTC)", "接收时间(UTC)"),
    Column("site_name", "Site", "项目"),
    Column("checkpoint", "Checkpoint", "巡更点"),
    Column("person", "Guard", "保安员", value=lambda row: row["person"]["name"] if row["person"] else ""),
    Column("method", "By", "方式"),
    Column("flags", "Flags", "标记"),
    Column("lat", "Latitude", "纬度"),
    Column("lon", "Longitude", "经度"),
    Column("accuracy_m", "Accuracy (m)", "精度(米)"),
    Column("distance_m", "From the checkpoint (m)", "距巡更点(米)"),
    Column("patrol_id", "Round", "巡更编号"),
    Column("id", "Id", "编号"),
)
