"""The sample tables: how they are made (`build.py`) and the files a learner gets."""
