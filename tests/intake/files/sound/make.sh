#!/bin/sh
# Makes the recordings beside it: a rising tone of 3.5 seconds that comes and goes, 16 kHz, one channel.
# Needs sox 14.4 (with libopencore-amr) and ffmpeg 5.1.
set -e
cd "$(dirname "$0")"
run() { ffmpeg -v error -y "$@"; }
to() { run -i pcm.wav -fflags +bitexact -flags +bitexact "$@"; }
sox -D -n -r 16000 -c 1 -b 16 pcm.wav synth 3.5 sine 200:3000 tremolo 1 90 gain -12
sox -D pcm.wav -r 8000 narrow.amr-nb && mv narrow.amr-nb narrow.amr
to -c:a adpcm_ima_wav adpcm.wav
to -c:a pcm_u8 -ar 8000 -rf64 always rf64.wav
to -c:a pcm_u8 -ar 8000 -f wav - > piped.wav
to -c:a libmp3lame -q:a 7 -metadata title=水磨口述 -metadata artist=李兰芳 -metadata date=2026-06-02 vbr.mp3
to -c:a libmp3lame -q:a 7 -write_xing 0 -id3v2_version 0 vbr-no-xing.mp3
to -c:a libmp3lame -b:a 32k -ar 44100 -write_xing 0 cbr.mp3
to -c:a flac tone.flac
to -ar 8000 -c:a pcm_s16be tone.aiff
sox -D pcm.wav -r 8000 tone.aifc
to -c:a libvorbis -q:a 0 vorbis.ogg
to -c:a libopus -b:a 16k opus.ogg
to -c:a aac -b:a 24k tone.m4a
to -c:a aac -b:a 24k -movflags +frag_keyframe+empty_moov -frag_duration 500000 fragments.m4a
to -c:a aac -b:a 24k -f adts tone.aac
to -c:a wmav2 -b:a 24k tone.wma
run -ss 1.5 -i tone.flac -c copy piece.flac
to -ar 8000 -c:a libmp3lame -b:a 16k mp3.wav
run -f lavfi -i testsrc=s=32x32:d=1 -fflags +bitexact -c:v mpeg4 silent-video.mp4
run -f lavfi -i testsrc=s=32x32:d=1 -i pcm.wav -shortest -fflags +bitexact -c:v mpeg4 -c:a aac -b:a 16k video.mp4
run -f lavfi -i testsrc=s=32x32:d=1 -fflags +bitexact -c:v libtheora video.ogg
# a tone whose pitch says the second: 200 Hz and 100 more each second; its frames are short and borrow far back
ffmpeg -loglevel error -y -f lavfi -i "aevalsrc='0.4*sin(2*PI*(200*t+50*t*t))':s=22050:d=30" -ac 1 -q:a 8 \
  -id3v2_version 3 -metadata title=试音 rising.mp3
# ticks of a thirtieth of a second at known seconds in silence: where does a decoder say that they are?
ticks() { ffmpeg -v error -y -f lavfi -i "aevalsrc='0.6*sin(2*PI*900*t)*(between(t,2.5,2.533)+between(t,6.25,6.283)+between(t,11.1,11.133)+between(t,15.7,15.733)+between(t,18.4,18.433))':s=16000:d=20" -fflags +bitexact -flags +bitexact "$@"; }
ticks -c:a adpcm_ima_wav -ar 8000 ticks.wav
ticks -c:a libmp3lame -b:a 16k ticks-cbr.mp3
ticks -c:a libmp3lame -q:a 8 -metadata title=试音 ticks-vbr.mp3
ticks -c:a libmp3lame -q:a 8 -write_xing 0 -id3v2_version 0 ticks-no-xing.mp3
ticks -c:a flac ticks.flac
ticks -c:a libvorbis -q:a 0 ticks.ogg
ticks -c:a libopus -b:a 12k ticks.opus
ticks -c:a aac -b:a 16k ticks.m4a
ticks -c:a aac -b:a 16k -movflags +frag_keyframe+empty_moov -frag_duration 2000000 ticks-fragments.m4a
ticks -c:a aac -b:a 16k -f adts ticks.aac
ticks -ar 8000 -sample_fmt s16p -c:a alac ticks-alac.m4a
ticks -c:a wmav2 -b:a 24k ticks.wma
ticks -ar 8000 ticks-8k.wav && sox -D ticks-8k.wav -C 0 ticks.amr-nb && mv ticks.amr-nb ticks.amr && rm ticks-8k.wav
run -i ticks.amr -c copy -fflags +bitexact ticks.3gp
ticks -f lavfi -i testsrc=s=32x32:d=20:r=2 -map 0:a -map 1:v -c:v mpeg4 -q:v 20 -c:a aac -b:a 16k ticks-video.mp4
