"""Starts the agent: ``python launch.py PORT``. A script, because the plug-in's package cannot be imported outside its host."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from pegbar_client.agent.run import main

    main()
