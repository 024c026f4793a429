"""Sheet and site -> a kept version, a release, a published folder or branch."""
