"""Words that say nothing about a concern, in the languages that visitors mix."""

from typing import Final

from kiosk.answers.folding import words

_SPOKEN: Final = """
ich du er sie es wir ihr mich mir mein meine meinen meinem meiner dein ihre ihren der die das den dem des ein eine einen
einem einer und oder aber wenn dass ob wie wo was wer wann warum welche welcher welches ist sind bin war hab habe haben
hat kann könnte können darf muss müssen soll will möchte brauche brauch werden wird wurde mit ohne für von vom zu zum
zur bei beim in im an am auf aus nach vor bis um nicht kein keine noch schon jetzt nun hier da so auch nur bitte hallo
danke gibt man viel viele mehr etwas machen tun gehen geht komme kommt bekomme bekommen kriege kriegen holen
i me my mine you your he she it we our they the a an and or but if that how where what who when why which is are am was
were be been have has had can could may must should will would want need do does did get got with without for of to at
in on from by after before not no yes still already now here there please hello hi thanks there's i'm cant don't any
what's anymore go come came someone something about next get
أنا انت هو هي نحن في من على الى إلى عن مع هل ما ماذا كيف أين وين متى لماذا ليش كم هذا هذه الذي التي عندي لدي بدي اريد
أريد ممكن لازم يمكن أن ان لا نعم قد كان يا لو سمحت شو ايش حتى بعد قبل و او أو ثم لي لك مرحبا شكرا كيفية عم رح حدا
صار صرت كل شي فيني بقدر هلق هلأ الآن الان مكان تاني ثاني ثانية بخصوص
я ти він вона ми ви вони мене мені мій моя моє мої моєї свій це цей ця що як де коли чому який яка чи та і й або але з
із зі на в у до від для про по за не ні так є був бути можна треба потрібно хочу маю має мати можу дуже ще вже тут там
тепер хтось ніколи
будь ласка дякую привіт добрий день через поки
ты он она мы вы они меня мне мой мое что где когда почему какой ли и или но с на от о из нет есть можно нужно надо
иметь очень уже здесь пожалуйста спасибо здравствуйте
ben sen o biz siz onlar benim bana beni senin bir bu şu ve veya ama ile için mi mı mu mü ne nasıl nerede nereye neden
hangi kim var yok değil çok daha olan olarak istiyorum lazım gerek gerekiyor miyim mıyım lütfen merhaba teşekkürler
"""

FILLERS: Final = frozenset(words(_SPOKEN))
"""Folded, as `words` gives them."""
