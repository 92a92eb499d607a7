"""What passes between the core and the adapters: events in, answers out, and the parts a message is made of.

All text is plain text: a renderer escapes whatever its platform would read as markup, a mention or a link. Commands
are named in text through `CommandRef`, because each platform writes them differently.
"""

from .answers import Answer, Choices, Invalid, Page, Reply, Update
from .forms import ChannelField, ChoiceField, DateField, Field, Form, PeopleField, SearchField, TextField, TimeField
from .inbound import Command, Inbound, Joined, Left, Lookup, Opened, Origin, Press, ProfileChanged, Submission, Typed
from .names import ActionId, CommandRef, Words
from .parts import Attachment, Button, Buttons, Heading, Menu, Message, Option, Part, Picture, Quote, Rule, Text

__all__ = [
    "ActionId",
    "Answer",
    "Attachment",
    "Button",
    "Buttons",
    "ChannelField",
    "ChoiceField",
    "Choices",
    "Command",
    "CommandRef",
    "DateField",
    "Field",
    "Form",
    "Heading",
    "Inbound",
    "Invalid",
    "Joined",
    "Left",
    "Lookup",
    "Menu",
    "Message",
    "Opened",
    "Option",
    "Origin",
    "Page",
    "Part",
    "PeopleField",
    "Picture",
    "Press",
    "ProfileChanged",
    "Quote",
    "Reply",
    "Rule",
    "SearchField",
    "Submission",
    "Text",
    "TextField",
    "TimeField",
    "Typed",
    "Update",
    "Words",
]
