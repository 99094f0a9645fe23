# The commands of this project. Everything longer than a line lives in tools/.
# Paths are relative and programs run as modules, so a checkout may lie under any name and be moved.

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
# For make walking: an OpenStreetMap file, the box to keep of it, the port of the engine.
OSM ?=
BOX ?=
PORT_WALKING ?=

VENV := .venv/bin/python
# The first interpreter that is new enough; empty where there is none (the script says so).
FIND_PYTHON := PYTHON="$$(sh tools/find_python.sh)" || exit 1; "$$PYTHON"

export PYTHONUTF8 := 1
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run live walking walking-stop install install-dev accounts test check e2e bench lock screenshots

help: ## 列出全部命令
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

run: ## 一条命令启动演示站：make run [PORT=8000] [HOST=127.0.0.1]
	@$(FIND_PYTHON) tools/preflight.py "$(HOST)" "$(PORT)"
	@$(MAKE) install
	@exec $(VENV) tools/serve.py run "$(HOST)" "$(PORT)"

live: ## 启动正式站（空的正式数据库）：make live [PORT=8000] [HOST=127.0.0.1]
	@$(FIND_PYTHON) tools/preflight.py "$(HOST)" "$(PORT)"
	@$(MAKE) install
	@exec $(VENV) tools/serve.py live "$(HOST)" "$(PORT)"

walking: ## 步行路网：make walking OSM=guangdong-latest.osm.pbf [BOX=西,南,东,北] [PORT_WALKING=8002]
	@$(FIND_PYTHON) tools/walking.py up "$(OSM)" "$(BOX)" "$(PORT_WALKING)"

walking-stop: ## 停止步行引擎
	@$(FIND_PYTHON) tools/walking.py stop

install: ## 建立 .venv 并按锁定的清单安装依赖
	@$(FIND_PYTHON) tools/install.py requirements.txt

install-dev:
	@$(FIND_PYTHON) tools/install.py requirements-dev.txt

accounts: install ## 为演示账号重新生成密码并显示一次
	@$(VENV) tools/serve.py accounts "$(HOST)" "$(PORT)"

test: install-dev ## 全部测试：SQLite；设了 TEST_DATABASE_URL 再测 PostgreSQL；有 Chromium 再测浏览器
	@$(VENV) tools/run_tests.py all $(ARGS)

e2e: install-dev ## 只做浏览器测试
	@$(VENV) tools/run_tests.py e2e $(ARGS)

check: install-dev ## 代码检查：格式、导入方向、迁移、上线安全设置
	@$(VENV) tools/check.py

bench: install-dev ## 性能测量
	@$(VENV) bench/run.py $(ARGS)

lock: install-dev ## 重新生成锁定的依赖清单；升级用 make lock ARGS=--upgrade
	@$(VENV) tools/lock.py $(ARGS)

screenshots: install-dev ## 为说明书重新拍图：先 make run，再 make screenshots [PORT=8000]
	@$(VENV) tools/screenshots.py "http://$(HOST):$(PORT)" docs/images
