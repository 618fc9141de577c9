JOBS: list = []
