# „Jemand, dem ich vertraue“: Anfänge einer Nachricht, zum Kopieren und Ändern. Ajar sendet und behält nichts.
safety-trust-title = Jemand, dem ich vertraue
safety-trust-intro = Anfangen ist oft das Schwerste. Hier sind Anfänge zum Kopieren und Ändern:
safety-trust-self-1 = Hallo. Mir geht es nicht gut und ich will damit nicht allein sein. Kannst du mich heute anrufen?
safety-trust-self-2 = Ich weiß nicht, wie ich das sagen soll. Ich brauche jetzt jemanden. Kannst du kommen oder am Telefon bleiben?
safety-trust-self-3 = Du musst nichts lösen. Würdest du mir eine Weile zuhören?
safety-trust-other-1 = Ich mache mir Sorgen um jemanden, den wir beide mögen. Können wir heute reden?
safety-trust-other-2 = Ich denke an dich und mache mir Sorgen. Ich bin da. Darf ich dich jetzt anrufen?
safety-trust-other-3 = Ein Mensch, den ich liebe, ist vielleicht in Gefahr. Ich will damit nicht allein sein. Kannst du mir helfen?
safety-trust-violence-1 = Ich fühle mich zu Hause nicht sicher. Bitte antworte hier nicht. Ruf nur an, wenn ich es sage.
safety-trust-violence-2 = Hier passiert etwas, das mir Angst macht. Darf ich zu dir kommen, wenn ich muss?
safety-trust-violence-3 = Wenn ich dir ein Wort schicke, das wir ausmachen, würdest du dann Hilfe rufen?
safety-trust-yourself = Du schickst sie selbst, auf deine Art. Ich sende nichts und behalte nichts.
