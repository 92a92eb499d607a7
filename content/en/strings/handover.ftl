# Files in the DM, where private answers carry none (Slack): a warning first, a day at most, a way to delete them at once.
handover-title = A file for you
handover-warning = Here I can give you this only as a file in our direct messages. Whoever runs your workspace can have its messages and files handed over to them, as with any other.
handover-kept = It goes by itself after 24 hours, and you can delete it before that.
handover-yes-button = Put it there
handover-back-button = Back
handover-on-its-way = It will be in our direct messages in a moment.
handover-note = Here it is. It goes by itself in 24 hours.
handover-delete-button = Delete now
handover-deleted = It is being deleted. That takes a few seconds.
handover-gone = It is gone already.
handover-failed = That file could not be put here this time. Nothing is lost; ask for it again when you like.
