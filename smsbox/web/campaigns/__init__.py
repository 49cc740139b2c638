"""The room of the campaign pages: texts, audiences and times as forms, and what they would come to."""
